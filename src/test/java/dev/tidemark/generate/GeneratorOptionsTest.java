package dev.tidemark.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GeneratorOptionsTest {
    @Test
    void theDefaultsAreThoseOfTheManual() {
        GeneratorOptions o = GeneratorOptions.defaults();
        assertThat(o.bookings()).isEqualTo(20_000);
        assertThat(o.days()).isEqualTo(30);
        assertThat(o.reportingZone().getId()).isEqualTo("Z");
        assertThat(o.hosts()).isEqualTo(8);
        assertThat(new double[] {
                    o.cancellations(),
                    o.rescheduled(),
                    o.noShows(),
                    o.noShowsCleared(),
                    o.duplicates(),
                    o.late(),
                    o.malformed(),
                    o.cancelBeforeCreate(),
                    o.halfMissing(),
                    o.groupEvents(),
                    o.repeatPeople(),
                    o.unsupportedKinds()
                })
                .containsExactly(0.12, 0.12, 0.06, 0.2, 0.05, 0.002, 0.003, 0.02, 0.01, 0.03, 0.1, 0.005);
    }

    @Test
    void anEndDecidesTheStart() {
        Instant end = Instant.parse("2026-11-21T10:00:00Z");
        GeneratorOptions o = GeneratorOptions.builder().end(end).days(2).build();
        assertThat(o.end()).isEqualTo(end);
        assertThat(o.start()).isEqualTo("2026-11-19T10:00:00Z");
    }

    @Test
    void allProblemsAreNamedTogether() {
        GeneratorOptions.Builder wrong = GeneratorOptions.builder()
                .bookings(0)
                .late(1.5)
                .cancellations(0.01)
                .cancelBeforeCreate(0.02)
                .disorderMax(Duration.ofDays(21));
        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bookings must be at least 1, but is 0")
                .hasMessageContaining("late is a share, 0 to 1, but is 1.5")
                .hasMessageContaining("cancelBeforeCreate must not be above cancellations (0.01), but is 0.02")
                .hasMessageContaining("disorderMax must be 0 to 20 days");
    }

    @Test
    void fewCancellationsCanBeAskedForAlone() {
        assertThat(GeneratorOptions.builder().cancellations(0).build().cancelBeforeCreate())
                .isZero();
        assertThat(GeneratorOptions.builder().cancellations(0.5).build().cancelBeforeCreate())
                .isEqualTo(GeneratorOptions.defaults().cancelBeforeCreate());
    }
}
