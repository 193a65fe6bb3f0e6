package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Iso8601Test {
    private static final long MICROS = 1_000_000L;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    @Property
    void readsWhatJavaTimeReads(@ForAll("times") String text) {
        OffsetDateTime expected = OffsetDateTime.parse(text);

        assertThat(Iso8601.micros(text)).isEqualTo(ReportingTime.micros(expected.toInstant()));
    }

    @Property
    void refusesWhatJavaTimeRefuses(
            @ForAll("times") String text, @ForAll @IntRange(max = 34) int at, @ForAll("near") char other) {
        StringBuilder changed = new StringBuilder(text);
        changed.setCharAt(at % text.length(), other);

        assertThat(Iso8601.micros(changed.toString())).isEqualTo(byJavaTime(changed.toString()));
    }

    @Property
    void neverFails(@ForAll String text) {
        assertThat(Iso8601.micros(text)).isEqualTo(byJavaTime(text));
    }

    @Example
    void readsTheFormsOfRealPayloads() {
        long t = 1_768_456_771L * MICROS;

        assertThat(Iso8601.micros("2026-01-15T05:59:31.681929Z")).isEqualTo(t + 681_929);
        assertThat(Iso8601.micros("2026-01-15T05:59:31.681Z")).isEqualTo(t + 681_000);
        assertThat(Iso8601.micros("2026-01-15T05:59:31Z")).isEqualTo(t);
        assertThat(Iso8601.micros("2026-01-15 05:59:31Z")).isEqualTo(t);
        assertThat(Iso8601.micros("2026-01-14T23:59:31-06:00")).isEqualTo(t);
        assertThat(Iso8601.micros("2026-01-15T11:29:31+0530")).isEqualTo(t);
        assertThat(Iso8601.micros("1969-12-31T23:59:59.999999Z")).isEqualTo(-1);
    }

    @Example
    void timesOfEventsHaveFourDigitsOfYearInEveryZone() {
        assertThat(Iso8601.eventMicros("1970-01-01T00:00:00Z")).isZero();
        assertThat(Iso8601.eventMicros("9998-12-31T23:59:59.999999Z"))
                .isEqualTo(Iso8601.micros("9999-01-01T00:00:00Z") - 1);
        assertThat(Iso8601.eventMicros("1969-12-31T23:59:59.999999Z")).isEqualTo(Iso8601.INVALID);
        assertThat(Iso8601.eventMicros("0000-01-01T00:00:00Z")).isEqualTo(Iso8601.INVALID);
        assertThat(Iso8601.eventMicros("9999-01-01T00:00:00Z")).isEqualTo(Iso8601.INVALID);
        assertThat(Iso8601.eventMicros("no time")).isEqualTo(Iso8601.INVALID);
    }

    @Example
    void refusesWhatIsNoTime() {
        assertThat(new String[] {
                    "",
                    "2026-01-15",
                    "2026-01-15T05:59:31",
                    "2026-02-29T00:00:00Z",
                    "2026-13-01T00:00:00Z",
                    "2026-01-15T24:00:00Z",
                    "2026-01-15T05:59:60Z",
                    "2026-01-15T05:59:31.Z",
                    "2026-01-15T05:59:31.1234567890Z",
                    "2026-01-15T05:59:31Zx",
                    "2026-01-15T05:59:31+18:30",
                    "2026-01-15T05:59:31+5:30"
                })
                .allMatch(s -> Iso8601.micros(s) == Iso8601.INVALID);
    }

    /** What java.time says, with the forms added that we take too: a blank for the T, an offset without colon. */
    private static long byJavaTime(String text) {
        String t =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        if (t.matches("(?s).*[+-]\\d{4}") && t.length() > 19) {
            t = t.substring(0, t.length() - 2) + ":" + t.substring(t.length() - 2);
        }
        try {
            // java.time reads seconds, years and offsets in more forms than one
            boolean ours =
                    t.matches("(?s)\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
            return ours ? ReportingTime.micros(OffsetDateTime.parse(t).toInstant()) : Iso8601.INVALID;
        } catch (DateTimeException e) {
            return Iso8601.INVALID;
        }
    }

    @Provide
    Arbitrary<String> times() {
        Arbitrary<Long> seconds = Arbitraries.longs().between(-62_167_219_200L, 253_402_300_799L);
        Arbitrary<String> fractions =
                Arbitraries.strings().numeric().ofMaxLength(9).map(s -> s.isEmpty() ? "" : "." + s);
        Arbitrary<Integer> offsetMinutes =
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(-18 * 60, 18 * 60));
        return Combinators.combine(seconds, fractions, offsetMinutes).as((second, fraction, minutes) -> {
            ZoneOffset zone = ZoneOffset.ofTotalSeconds(minutes * 60);
            OffsetDateTime t = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, zone).plus(second, ChronoUnit.SECONDS);
            return SECONDS.format(t) + fraction + zone;
        });
    }

    @Provide
    Arbitrary<Character> near() {
        return Arbitraries.of("0123456789-+:.TtZz xX/\u0660\u00b2"
                .chars()
                .mapToObj(c -> (char) c)
                .toList());
    }
}
