package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({"1, 100, 200", "2, 200, 400", "3, 400, 800", "6, 3200, 6400", "7, 5000, 10000", "1000, 5000, 10000"})
    void doublesUpToTenSecondsWithJitter(int failures, long least, long most) {
        Random random = new Random(7);
        long[] delays = random.ints(1_000)
                .mapToLong(i -> Backoff.delayMillis(failures, random))
                .toArray();

        assertThat(Arrays.stream(delays)).allMatch(delay -> delay >= least && delay <= most);
        assertThat(Arrays.stream(delays).distinct().count()).isGreaterThan(50);
    }
}
