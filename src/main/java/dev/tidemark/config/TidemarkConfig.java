package dev.tidemark.config;

import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.s3.S3Settings;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

/**
 * The job's configuration. The keys are the same in a file, on the command line and in MSF property groups; {@code
 * flink-conf/tidemark-reference.properties} explains each.
 *
 * @param lake where the tables are: a folder or a URI
 * @param bronzeCommitInterval how long Bronze's tables may wait between commits; zero: committed at every checkpoint
 * @param silverCommitInterval the same for Silver's tables and quarantine
 * @param zone the reporting time zone
 * @param allowedLateness how long a window takes late events after its end
 * @param outOfOrderness how far event time stays behind the newest delivery, and behind now while none comes
 * @param stateTtl how long a person's state is kept after the last change
 * @param streamArn the Kinesis stream of the Calendly webhooks, or null
 * @param startPosition TRIM_HORIZON, LATEST or an instant, for a start without state
 * @param kinesisEndpoint another endpoint than the region's, or null
 * @param signatureTolerance how far a signature's time may be from the time of receipt
 * @param spendLocation where the spend files are, or null
 * @param spendSchedule when to look
 * @param spendMaxFileBytes the largest spend file to take
 * @param eventTypesLocation the event-type mapping file, or null for the shipped one
 * @param eventTypesPollInterval how often to look
 * @param history how Calendly's REST history is read
 * @param access how HTTP addresses and S3 buckets are reached
 * @param signingKeysSecret ARN of the Secrets Manager secret with the signing keys, or null
 * @param pepperSecret ARN of the secret with the person-key pepper, or null
 * @param calendlyTokenSecret ARN of the secret with the token of Calendly's REST API, or null
 */
public record TidemarkConfig(
        String lake,
        Duration bronzeCommitInterval,
        Duration silverCommitInterval,
        ZoneId zone,
        Duration allowedLateness,
        Duration outOfOrderness,
        Duration stateTtl,
        String streamArn,
        String startPosition,
        URI kinesisEndpoint,
        Duration signatureTolerance,
        Location spendLocation,
        Schedule spendSchedule,
        long spendMaxFileBytes,
        Location eventTypesLocation,
        Duration eventTypesPollInterval,
        History history,
        AccessSettings access,
        String signingKeysSecret,
        String pepperSecret,
        String calendlyTokenSecret)
        implements Serializable {

    private static final long MAX_FILE_BYTES = 512L << 20;
    private static final Duration LONGEST_COMMIT_INTERVAL = Duration.ofHours(1);

    private static final Option<String> LAKE = text("lake.location", null, "./lake");
    private static final Option<Duration> BRONZE_COMMITS = longestWait("lake.bronze-commit-interval");
    private static final Option<Duration> SILVER_COMMITS = longestWait("lake.silver-commit-interval");
    private static final Option<ZoneId> ZONE = new Option<>("reporting.zone", "UTC", "Europe/Berlin", ZoneId::of);
    private static final Option<Duration> LATENESS = duration("window.allowed-lateness", "60 d");
    private static final Option<Duration> OUT_OF_ORDERNESS = duration("watermark.out-of-orderness", "10 min");
    private static final Option<Duration> TTL = duration("state.time-to-live", "400 d");
    private static final Option<String> STREAM = text(
            "webhooks.stream-arn", null, "arn:aws:kinesis:us-east-1:000000000000:stream/tidemark-calendly-webhooks");
    private static final Option<String> START = text("webhooks.start-position", "TRIM_HORIZON", "TRIM_HORIZON");
    private static final Option<URI> ENDPOINT =
            new Option<>("webhooks.kinesis-endpoint", null, "http://127.0.0.1:4567", URI::create);
    private static final Option<Duration> TOLERANCE = duration("webhooks.signature-tolerance", "180 s");
    private static final Option<Location> SPEND =
            new Option<>("spend.location", null, "./ad-spend or s3://bucket/ad-spend", Location::parse);
    private static final Option<Schedule> SPEND_SCHEDULE =
            new Option<>("spend.schedule", "daily 06:15", "daily 06:15 or every 15 min", Schedule::parse);
    private static final Option<Long> SPEND_MAX_FILE =
            new Option<>("spend.max-file-size", "128 mb", "128 mb", TidemarkConfig::fileSize);
    private static final Option<Location> EVENT_TYPES = new Option<>(
            "event-types.location", null, "./event-types.json or s3://bucket/event-types.json", Location::parse);
    private static final Option<Duration> EVENT_TYPES_POLL = duration("event-types.poll-interval", "1 min");
    private static final Option<URI> HISTORY_URL = new Option<>(
            "history.base-url", "https://api.calendly.com", "https://api.calendly.com", TidemarkConfig::apiUrl);
    private static final Option<Instant> HISTORY_START =
            new Option<>("history.start", "2020-01-01", "2020-01-01", TidemarkConfig::dateOrInstant);
    private static final Option<Schedule> HISTORY_SCHEDULE =
            new Option<>("history.schedule", "every 4 h", "every 4 h or daily 03:00", Schedule::parse);
    private static final Option<Duration> HISTORY_LOOK_BACK = duration("history.look-back", "30 d");
    private static final Option<Integer> HISTORY_REQUESTS =
            new Option<>("history.requests-per-minute", "450", "450", TidemarkConfig::positive);
    private static final Option<Duration> CONNECT_TIMEOUT = duration("fetch.connect-timeout", "10 s");
    private static final Option<Duration> READ_TIMEOUT = duration("fetch.read-timeout", "30 s");
    private static final Option<URI> S3_ENDPOINT =
            new Option<>("s3.endpoint", null, "http://127.0.0.1:9000", TidemarkConfig::httpAddress);
    private static final Option<String> S3_REGION = text("s3.region", null, "eu-central-1");
    private static final Option<Boolean> S3_PATH_STYLE =
            new Option<>("s3.path-style", "false", "true or false", TidemarkConfig::yesOrNo);
    private static final Option<String> SIGNING_SECRET =
            text("secrets.signing-keys-arn", null, "arn:aws:secretsmanager:...");
    private static final Option<String> PEPPER_SECRET =
            text("secrets.person-key-pepper-arn", null, "arn:aws:secretsmanager:...");
    private static final Option<String> CALENDLY_TOKEN_SECRET =
            text("secrets.calendly-token-arn", null, "arn:aws:secretsmanager:...");

    private static final List<Option<?>> ALL = List.of(
            LAKE,
            BRONZE_COMMITS,
            SILVER_COMMITS,
            ZONE,
            LATENESS,
            OUT_OF_ORDERNESS,
            TTL,
            STREAM,
            START,
            ENDPOINT,
            TOLERANCE,
            SPEND,
            SPEND_SCHEDULE,
            SPEND_MAX_FILE,
            EVENT_TYPES,
            EVENT_TYPES_POLL,
            HISTORY_URL,
            HISTORY_START,
            HISTORY_SCHEDULE,
            HISTORY_LOOK_BACK,
            HISTORY_REQUESTS,
            CONNECT_TIMEOUT,
            READ_TIMEOUT,
            S3_ENDPOINT,
            S3_REGION,
            S3_PATH_STYLE,
            SIGNING_SECRET,
            PEPPER_SECRET,
            CALENDLY_TOKEN_SECRET);

    /**
     * How Calendly's REST history is read.
     *
     * @param baseUrl where the API is
     * @param start the first sweep reads the meetings from then on
     * @param schedule when a sweep begins by itself
     * @param lookBack later sweeps read the meetings that started at most so long ago, and all to come
     * @param requestsPerMinute never more requests than that in a minute
     */
    public record History(URI baseUrl, Instant start, Schedule schedule, Duration lookBack, Integer requestsPerMinute)
            implements Serializable {}

    /** How the S3 bucket of the lake is reached. */
    public S3Settings s3() {
        return access.s3();
    }

    /** Every key, in order. */
    public static List<String> keys() {
        return ALL.stream().map(Option::key).toList();
    }

    /** The default of a key as text, or null if it has none. */
    public static String defaultOf(String key) {
        return ALL.stream()
                .filter(o -> o.key().equals(key))
                .findFirst()
                .map(Option::defaultText)
                .orElse(null);
    }

    /**
     * Makes the configuration of keys and values.
     *
     * @throws ConfigException with everything that is wrong, if anything is
     */
    public static TidemarkConfig parse(Map<String, String> values) {
        Reading r = new Reading(values);
        r.refuseUnknown();
        ZoneId zone = r.get(ZONE);
        Schedule schedule = r.get(SPEND_SCHEDULE);
        Schedule historySchedule = r.get(HISTORY_SCHEDULE);
        Long maxFileBytes = r.get(SPEND_MAX_FILE);
        TidemarkConfig config = new TidemarkConfig(
                r.required(LAKE),
                r.get(BRONZE_COMMITS),
                r.get(SILVER_COMMITS),
                zone,
                r.get(LATENESS),
                r.get(OUT_OF_ORDERNESS),
                r.get(TTL),
                r.get(STREAM),
                r.get(START),
                r.get(ENDPOINT),
                r.get(TOLERANCE),
                r.get(SPEND),
                zone == null || schedule == null ? null : schedule.in(zone),
                maxFileBytes == null ? 0 : maxFileBytes,
                r.get(EVENT_TYPES),
                r.get(EVENT_TYPES_POLL),
                new History(
                        r.get(HISTORY_URL),
                        r.get(HISTORY_START),
                        zone == null || historySchedule == null ? null : historySchedule.in(zone),
                        r.get(HISTORY_LOOK_BACK),
                        r.get(HISTORY_REQUESTS)),
                new AccessSettings(
                        r.get(S3_ENDPOINT),
                        r.get(S3_REGION),
                        Boolean.TRUE.equals(r.get(S3_PATH_STYLE)),
                        r.get(CONNECT_TIMEOUT),
                        r.get(READ_TIMEOUT)),
                r.get(SIGNING_SECRET),
                r.get(PEPPER_SECRET),
                r.get(CALENDLY_TOKEN_SECRET));
        if (!r.problems.isEmpty()) {
            throw new ConfigException(r.problems);
        }
        return config;
    }

    private static Option<String> text(String key, String defaultText, String example) {
        return new Option<>(key, defaultText, example, s -> s);
    }

    private static Option<Duration> duration(String key, String defaultText) {
        return new Option<>(key, defaultText, defaultText, s -> {
            Duration d = TimeUtils.parseDuration(s);
            if (d.isNegative() || d.isZero()) {
                throw new IllegalArgumentException("must be longer than 0");
            }
            return d;
        });
    }

    /** What waits is in every checkpoint, and its files must outlive a vacuum: so there is an end to it. */
    private static Option<Duration> longestWait(String key) {
        return new Option<>(key, "0 s", "30 s, at most 1 h; 0 s is every checkpoint", s -> {
            Duration d = TimeUtils.parseDuration(s);
            if (d.isNegative() || d.compareTo(LONGEST_COMMIT_INTERVAL) > 0) {
                throw new IllegalArgumentException("must be from 0 s to 1 h");
            }
            return d;
        });
    }

    /** A token is sent there: in the clear only to this machine. */
    private static URI apiUrl(String s) {
        URI url = URI.create(s);
        boolean loopback = List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(url.getHost()));
        if (url.getHost() == null || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && loopback)) {
            throw new IllegalArgumentException("must begin with https://, or with http:// on this machine");
        }
        return url;
    }

    private static Instant dateOrInstant(String s) {
        return s.indexOf('T') < 0
                ? LocalDate.parse(s).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(s);
    }

    private static int positive(String s) {
        int n = Integer.parseInt(s);
        if (n < 1) {
            throw new IllegalArgumentException("must be at least 1");
        }
        return n;
    }

    private static Long fileSize(String text) {
        long bytes = MemorySize.parse(text).getBytes();
        if (bytes < 1 || bytes > MAX_FILE_BYTES) {
            throw new IllegalArgumentException("must be from 1 byte to 512 mb");
        }
        return bytes;
    }

    private static URI httpAddress(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("is no http or https address");
        }
        return uri;
    }

    private static Boolean yesOrNo(String text) {
        if (!List.of("true", "false").contains(text)) {
            throw new IllegalArgumentException("is neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    private static final class Reading {
        private final Map<String, String> values;
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> values) {
            this.values = values;
        }

        void refuseUnknown() {
            for (String key : new TreeSet<>(values.keySet())) {
                if (!keys().contains(key)) {
                    problems.add("unknown key '" + key + "'; the keys are: " + String.join(", ", keys()));
                }
            }
        }

        <T> T required(Option<T> option) {
            T value = get(option);
            if (value == null && !values.containsKey(option.key())) {
                problems.add("'" + option.key() + "' is missing; set it, such as " + option.example());
            }
            return value;
        }

        <T> T get(Option<T> option) {
            String text = values.getOrDefault(option.key(), option.defaultText());
            if (text == null) {
                return null;
            }
            try {
                if (text.isBlank()) {
                    throw new IllegalArgumentException("is empty");
                }
                return option.parse().apply(text.trim());
            } catch (RuntimeException e) {
                problems.add("'" + option.key() + "' is '" + text + "': " + e.getMessage() + "; write it as "
                        + option.example());
                return null;
            }
        }
    }
}
