package dev.tidemark.ingest.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        // an ordinary day, winter and summer
        "daily 06:15, 2026-01-10T04:00:00Z, 2026-01-10T05:15:00Z",
        "daily 06:15, 2026-01-10T05:15:00Z, 2026-01-11T05:15:00Z",
        "daily 06:15, 2026-07-10T04:00:00Z, 2026-07-10T04:15:00Z",
        // the night the clocks are put forward, 2026-03-29 at 02:00
        "daily 06:15, 2026-03-28T05:15:00Z, 2026-03-29T04:15:00Z",
        "daily 02:30, 2026-03-28T01:30:00Z, 2026-03-29T01:30:00Z",
        "daily 02:30, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
        // the night they are put back, 2026-10-25 at 03:00
        "daily 06:15, 2026-10-24T04:15:00Z, 2026-10-25T05:15:00Z",
        "daily 02:30, 2026-10-24T00:30:00Z, 2026-10-25T00:30:00Z",
        "daily 02:30, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "daily 02:30, 2026-10-25T01:30:00Z, 2026-10-26T01:30:00Z",
        "every 15 min, 2026-03-29T00:50:00Z, 2026-03-29T01:05:00Z"
    })
    void goesByTheClocksOfTheZone(String schedule, Instant last, Instant next) {
        assertThat(Schedule.parse(schedule).in(BERLIN).next(last)).isEqualTo(next);
    }

    @Test
    void fetchesOnceOnEveryDayOfAYear() {
        Schedule daily = Schedule.parse("daily 02:30").in(BERLIN);
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        for (LocalDate day = LocalDate.of(2026, 1, 1); day.getYear() == 2026; day = day.plusDays(1)) {
            at = daily.next(at);
            assertThat(at.atZone(BERLIN).toLocalDate()).isEqualTo(day);
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(Schedule.parse("daily 06:15").in(BERLIN)).hasToString("daily 06:15 in Europe/Berlin");
        assertThat(Schedule.every(Duration.ofMinutes(15))).hasToString("every 15 min");
    }
}
