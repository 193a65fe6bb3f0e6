package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReportingTimeTest {

    @Property
    void tellsTheDayAndHourThatJavaTimeTells(@ForAll("zones") ZoneId zone, @ForAll("instants") long micros) {
        ReportingTime time = new ReportingTime(zone);
        ZonedDateTime t = ReportingTime.instant(micros).atZone(zone);

        assertThat(time.day(micros)).isEqualTo((int) t.toLocalDate().toEpochDay());
        assertThat(time.hourOfDay(micros)).isEqualTo(t.getHour());
        assertThat(ReportingTime.dayOfWeek(time.day(micros)))
                .isEqualTo(
                        t.getDayOfWeek() == DayOfWeek.SUNDAY
                                ? 1
                                : t.getDayOfWeek().getValue() + 1);
        assertThat(ReportingTime.isoWeek(time.day(micros))).isEqualTo(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    @Property
    void anHourStartsWhenTheClocksShowIt(@ForAll("zones") ZoneId zone, @ForAll("instants") long micros) {
        long start = new ReportingTime(zone).hourStart(micros);

        assertThat(ReportingTime.instant(start))
                .isEqualTo(ReportingTime.instant(micros)
                        .atZone(zone)
                        .truncatedTo(ChronoUnit.HOURS)
                        .toInstant());
    }

    @Property
    void aDayEndsWhereTheNextBegins(@ForAll("zones") ZoneId zone, @ForAll("instants") long micros) {
        ReportingTime time = new ReportingTime(zone);
        int day = time.day(micros);

        assertThat(micros).isBetween(time.dayStart(day), time.dayEnd(day) - 1);
        assertThat(time.day(time.dayStart(day))).isEqualTo(day);
        assertThat(time.day(time.dayEnd(day) - 1)).isEqualTo(day);
    }

    @Property
    void microsAndInstantsAreEachOthersInverse(@ForAll("instants") long micros) {
        assertThat(ReportingTime.micros(ReportingTime.instant(micros))).isEqualTo(micros);
    }

    @Example
    void aDayOfSummersEndHas25Hours() {
        ReportingTime time = new ReportingTime(ZoneId.of("America/New_York"));
        int day = (int) LocalDate.of(2026, 11, 1).toEpochDay();

        assertThat(time.dayEnd(day) - time.dayStart(day)).isEqualTo(25 * 3_600_000_000L);
        assertThat(ReportingTime.instant(time.dayStart(day))).isEqualTo(Instant.parse("2026-11-01T04:00:00Z"));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Etc/GMT-14",
                        "America/New_York",
                        "America/St_Johns",
                        "Asia/Kolkata",
                        "Asia/Kathmandu",
                        "Europe/Berlin",
                        "Pacific/Auckland",
                        "America/Sao_Paulo")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Long> instants() {
        long year = 366L * 24 * 3_600_000_000L;
        return Arbitraries.longs().between(-5 * year, 80 * year);
    }
}
