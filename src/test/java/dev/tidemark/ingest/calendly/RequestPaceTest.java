package dev.tidemark.ingest.calendly;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPaceTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void neverSendsMoreInAnyMinuteThanTheCap() throws Exception {
        RequestPace pace = new RequestPace(450, clock);
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            pace.await();
            sent.add(clock.now());
            if (i % 400 == 399) {
                clock.sleep(Duration.ofMinutes(2)); // a pause is not made up for by a burst
            }
        }
        for (int i = 0; i + 450 < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i), sent.get(i + 450))).isGreaterThanOrEqualTo(Duration.ofSeconds(59));
        }
    }

    @ParameterizedTest
    @CsvSource({"50, 45", "500, 450", "100000, 450"})
    void keepsToALowerLimitThatTheApiTellsAndLeavesOthersTheirShare(int limit, int perMinute) throws Exception {
        RequestPace pace = new RequestPace(450, clock);
        pace.learn(headers(limit, limit - 1, 60));
        pace.await();
        Instant before = clock.now();
        for (int i = 0; i < perMinute; i++) {
            pace.await();
        }

        assertThat(Duration.between(before, clock.now())).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @Test
    void waitsForTheResetWhenOthersHaveUsedUpTheLimit() throws Exception {
        RequestPace pace = new RequestPace(450, clock);
        pace.await();
        Instant before = clock.now();
        pace.learn(headers(500, 3, 42));

        pace.await();

        // a second more: the API rounds
        assertThat(Duration.between(before, clock.now())).isEqualTo(Duration.ofSeconds(43));
    }

    @Test
    void takesRetryAfterOrAMinuteWhereTheResetIsNotTold() {
        assertThat(RequestPace.reset(headers(Map.of("Retry-After", "7")))).isEqualTo(Duration.ofSeconds(8));
        assertThat(RequestPace.reset(headers(Map.of()))).isEqualTo(Duration.ofMinutes(1));
        assertThat(RequestPace.reset(headers(Map.of("X-RateLimit-Reset", "1767225600"))))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(RequestPace.reset(headers(Map.of("X-RateLimit-Reset", "soon"))))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void anAnswerWithoutTheHeadersChangesNothing() throws Exception {
        RequestPace pace = new RequestPace(60, clock);
        pace.await();
        Instant before = clock.now();
        pace.learn(headers(Map.of()));

        pace.await();

        assertThat(Duration.between(before, clock.now())).isEqualTo(Duration.ofSeconds(1));
    }

    private static HttpHeaders headers(int limit, int remaining, int reset) {
        return headers(Map.of(
                "X-RateLimit-Limit", String.valueOf(limit),
                "X-RateLimit-Remaining", String.valueOf(remaining),
                "X-RateLimit-Reset", String.valueOf(reset)));
    }

    private static HttpHeaders headers(Map<String, String> values) {
        Map<String, List<String>> lists = new HashMap<>();
        values.forEach((k, v) -> lists.put(k, List.of(v)));
        return HttpHeaders.of(lists, (k, v) -> true);
    }
}
