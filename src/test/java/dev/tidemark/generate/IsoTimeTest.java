package dev.tidemark.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class IsoTimeTest {
    private static final long YEAR_2100 = 4_102_444_800_000_000L;

    @Property
    void whatIsWrittenReadsBackAsTheSameInstant(
            @ForAll @LongRange(min = -YEAR_2100, max = YEAR_2100) long micros, @ForAll TimeStyle style) {
        StringBuilder out = new StringBuilder();
        long rounded = style.round(micros);
        style.append(out, rounded);
        assertThat(OffsetDateTime.parse(out).toInstant()).isEqualTo(IsoTime.instant(rounded));
        assertThat(IsoTime.micros(IsoTime.instant(micros))).isEqualTo(micros);
    }

    @Example
    void eachStyleKeepsItsDigitsAndItsZone() {
        long micros = IsoTime.micros(Instant.parse("2026-02-28T23:10:05.120Z"));
        assertThat(TimeStyle.values())
                .extracting(s -> {
                    StringBuilder out = new StringBuilder();
                    s.append(out, micros);
                    return out.toString();
                })
                .containsExactly(
                        "2026-02-28T23:10:05.120000Z",
                        "2026-02-28T23:10:05.120Z",
                        "2026-03-01T04:40:05.120000+05:30",
                        "2026-02-28T17:10:05.120-06:00");
    }

    @Example
    void nextSecondLeavesWholeSeconds() {
        assertThat(IsoTime.nextSecond(3_000_000)).isEqualTo(3_000_000);
        assertThat(IsoTime.nextSecond(3_000_001)).isEqualTo(4_000_000);
    }
}
