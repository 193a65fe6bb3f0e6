package dev.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.Location;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidemarkConfigTest {

    @Test
    void everyKeyHasItsDefault() {
        TidemarkConfig c = TidemarkConfig.parse(Map.of("lake.location", "/lake"));

        assertThat(c)
                .isEqualTo(new TidemarkConfig(
                        "/lake",
                        Duration.ZERO,
                        Duration.ZERO,
                        ZoneId.of("UTC"),
                        Duration.ofDays(60),
                        Duration.ofMinutes(10),
                        Duration.ofDays(400),
                        null,
                        "TRIM_HORIZON",
                        null,
                        Duration.ofSeconds(180),
                        null,
                        Schedule.daily(LocalTime.of(6, 15), ZoneId.of("UTC")),
                        128L << 20,
                        null,
                        Duration.ofMinutes(1),
                        new TidemarkConfig.History(
                                URI.create("https://api.calendly.com"),
                                Instant.parse("2020-01-01T00:00:00Z"),
                                Schedule.every(Duration.ofHours(4)),
                                Duration.ofDays(30),
                                450),
                        AccessSettings.DEFAULT,
                        null,
                        null,
                        null));
    }

    @Test
    void everyKeyIsReadIntoItsPlace() {
        Map<String, String> values = new HashMap<>();
        values.put("lake.location", "l");
        values.put("lake.bronze-commit-interval", "20 s");
        values.put("lake.silver-commit-interval", "1 h");
        values.put("reporting.zone", "Asia/Kolkata");
        values.put("window.allowed-lateness", "2 d");
        values.put("watermark.out-of-orderness", "3 min");
        values.put("state.time-to-live", "5 d");
        values.put("webhooks.stream-arn", "arn");
        values.put("webhooks.start-position", "LATEST");
        values.put("webhooks.kinesis-endpoint", "http://127.0.0.1:1");
        values.put("webhooks.signature-tolerance", "6 s");
        values.put("spend.location", "s");
        values.put("spend.schedule", "daily 23:59");
        values.put("spend.max-file-size", "7 mb");
        values.put("event-types.location", "e");
        values.put("event-types.poll-interval", "8 s");
        values.put("history.base-url", "http://127.0.0.1:2");
        values.put("history.start", "2021-02-03T04:05:06Z");
        values.put("history.schedule", "every 9 s");
        values.put("history.look-back", "10 s");
        values.put("history.requests-per-minute", "11");
        values.put("fetch.connect-timeout", "9 s");
        values.put("fetch.read-timeout", "10 s");
        values.put("s3.endpoint", "http://127.0.0.1:2");
        values.put("s3.region", "r");
        values.put("s3.path-style", "true");
        values.put("secrets.signing-keys-arn", "k");
        values.put("secrets.person-key-pepper-arn", "p");
        values.put("secrets.calendly-token-arn", "t");

        assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(TidemarkConfig.keys());
        assertThat(TidemarkConfig.parse(values))
                .isEqualTo(new TidemarkConfig(
                        "l",
                        Duration.ofSeconds(20),
                        Duration.ofHours(1),
                        ZoneId.of("Asia/Kolkata"),
                        Duration.ofDays(2),
                        Duration.ofMinutes(3),
                        Duration.ofDays(5),
                        "arn",
                        "LATEST",
                        URI.create("http://127.0.0.1:1"),
                        Duration.ofSeconds(6),
                        Location.parse("s"),
                        Schedule.daily(LocalTime.of(23, 59), ZoneId.of("Asia/Kolkata")),
                        7L << 20,
                        Location.parse("e"),
                        Duration.ofSeconds(8),
                        new TidemarkConfig.History(
                                URI.create("http://127.0.0.1:2"),
                                Instant.parse("2021-02-03T04:05:06Z"),
                                Schedule.every(Duration.ofSeconds(9)),
                                Duration.ofSeconds(10),
                                11),
                        new AccessSettings(
                                URI.create("http://127.0.0.1:2"),
                                "r",
                                true,
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10)),
                        "k",
                        "p",
                        "t"));
    }

    @ParameterizedTest
    @CsvSource({
        "spend.schedule, hourly, must begin with 'daily' or 'every'",
        "spend.schedule, daily 6:15, is no time of day",
        "spend.schedule, every 0 s, must be 1 s or longer",
        "spend.location, ftp://h.example.test/x, 'ftp:' is not supported",
        "spend.max-file-size, 1 gb, must be from 1 byte to 512 mb",
        "lake.bronze-commit-interval, 61 min, must be from 0 s to 1 h",
        "s3.endpoint, 127.0.0.1, is no http or https address",
        "s3.path-style, yes, is neither true nor false"
    })
    void valuesOutOfRangeOrFormAreRefused(String key, String value, String message) {
        assertThatThrownBy(() -> TidemarkConfig.parse(Map.of("lake.location", "l", key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'" + key + "' is '" + value + "'")
                .hasMessageContaining(message)
                .hasMessageContaining("write it as");
    }

    @Test
    void allProblemsAreReportedTogetherWithKeyAndFix() {
        assertThatThrownBy(() -> TidemarkConfig.parse(
                        Map.of("reporting.zone", "Mars/Base", "state.time-to-live", "soon", "lake.locaton", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("4 problems")
                .hasMessageContaining("unknown key 'lake.locaton'")
                .hasMessageContaining("'lake.location' is missing; set it, such as ./lake")
                .hasMessageContaining("'reporting.zone' is 'Mars/Base'")
                .hasMessageContaining("'state.time-to-live' is 'soon'")
                .hasMessageContaining("write it as 400 d");
    }

    @ParameterizedTest
    @CsvSource({
        "history.base-url, http://api.calendly.com, must begin with https://",
        "history.base-url, api.calendly.com, must begin with https://",
        "history.start, yesterday, write it as 2020-01-01",
        "history.requests-per-minute, 0, must be at least 1",
    })
    void aHistoryKeyThatCannotBeReadIsRefused(String key, String value, String fix) {
        assertThatThrownBy(() -> TidemarkConfig.parse(Map.of("lake.location", "l", key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'" + key + "' is '" + value + "'")
                .hasMessageContaining(fix);
    }

    @Test
    void theReferenceFileExplainsEveryKeyWithItsDefault() throws Exception {
        String reference = Files.readString(Path.of("flink-conf/tidemark-reference.properties"));
        for (String key : TidemarkConfig.keys()) {
            Matcher line = Pattern.compile("^#" + Pattern.quote(key) + " = (.+)$", Pattern.MULTILINE)
                    .matcher(reference);
            assertThat(line.find()).as("the reference lacks " + key).isTrue();
            String defaultText = TidemarkConfig.defaultOf(key);
            if (defaultText != null) {
                assertThat(line.group(1)).as(key).isEqualTo(defaultText);
            }
        }
    }
}
