package dev.tidemark.domain.bookings.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.Tables;
import dev.tidemark.domain.bookings.AcceptWebhook;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.EventKind;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.EnvelopeCodec;
import dev.tidemark.envelope.SignatureStatus;
import dev.tidemark.envelope.SignatureVerifier;
import dev.tidemark.envelope.WebhookSignature;
import dev.tidemark.gold.Contribution;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever strangers send, signed or not: each delivery is accepted, unsupported or refused with its reasons, at a cost that
 * is bounded by its size; every row can be written and read back as it was; no clear e-mail address gets out.
 *
 * <p>{@code -Dtidemark.fuzz.bodies=N} sets how many are tried, {@code -Dtidemark.fuzz.seed=N} which.
 */
@Timeout(3_600)
class HostileDeliveriesTest {
    private static final int BODIES = Integer.getInteger("tidemark.fuzz.bodies", 20_000);
    private static final long SEED = Long.getLong("tidemark.fuzz.seed", 1);
    private static final int BATCH = 1_000;

    /**
     * Work is counted as memory asked for, which does not depend on the machine: so much a byte of the delivery, and a start,
     * since a body with a new name makes the parser copy its table of names, which strangers can fill up to a bound.
     */
    private static final long BYTES_A_BYTE = 40;

    private static final long BYTES_A_BODY = 2_000_000;
    private static final int WARM_UP = 500;

    private static final String KEY = "the-key";
    private static final long TOLERANCE_SECONDS = SignatureVerifier.DEFAULT_TOLERANCE.toSeconds();
    private static final long RECEIVED_SECONDS = Samples.RECEIVED / 1_000_000;
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final OutputTag<Contribution> CONTRIBUTIONS =
            new OutputTag<>("contributions", TypeInformation.of(Contribution.class));
    private static final Set<String> OF_HOSTS = Set.of("employee_email");
    private static final int MEMBERSHIPS =
            BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_event_memberships");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+\\.[A-Za-z]");

    private final Random random = new Random(SEED);
    private final EnvelopeCodec codec = new EnvelopeCodec("calendly-webhooks");
    private final WebhookSignature ours = new WebhookSignature(KEY);
    private final WebhookSignature strangers = new WebhookSignature("another key");
    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<TableSpec, List<Object[]>> rows = new LinkedHashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private long mostWork;

    @TempDir
    private Path temp;

    /** A delivery and what its signature must turn out to be. */
    private record Attempt(byte[] record, byte[] body, Set<SignatureStatus> signature) {}

    @Test
    void eachIsAcceptedUnsupportedOrRefusedWithReasons() throws Exception {
        HostileBodies bodies = new HostileBodies(SEED);
        AcceptWebhook accept = accept();
        Gathered gathered = new Gathered(accept);
        // opens the function; its outputs are ours, as the harness copies what it collects at a great cost
        try (OneInputStreamOperatorTestHarness<Envelope, WebhookEvent> harness =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(accept))) {
            harness.open();
            for (int i = 0; i < BODIES; i++) {
                Attempt attempt = attempt(bodies.next(), i);
                try {
                    take(attempt, i, accept, gathered);
                } catch (Exception | Error e) {
                    throw new AssertionError(
                            "delivery " + i + " of -Dtidemark.fuzz.seed=" + SEED + ", the body in base64: "
                                    + Base64.getEncoder().encodeToString(attempt.body),
                            e);
                }
                if (i % BATCH == BATCH - 1 || i == BODIES - 1) {
                    readBack(i);
                }
            }
        }
        System.out.printf(
                "%d deliveries, seed %d: %s; at most %d bytes asked for by one%n", BODIES, SEED, outcomes, mostWork);
        assertThat(outcomes.keySet()).contains("accepted", "unsupported", "validate", "decode", "verify", "envelope");
    }

    private void take(Attempt attempt, int i, AcceptWebhook accept, Gathered gathered) throws Exception {
        gathered.clear();
        long before = threads.getCurrentThreadAllocatedBytes();
        accept.processElement(codec.decode(attempt.record, "shard/" + i, Samples.RECEIVED), gathered.context, gathered);
        long work = threads.getCurrentThreadAllocatedBytes() - before;
        if (i >= WARM_UP) {
            mostWork = Math.max(mostWork, work);
            assertThat(work)
                    .as("bytes asked for, for %d bytes", attempt.record.length)
                    .isLessThan(BYTES_A_BODY + BYTES_A_BYTE * attempt.record.length);
        }

        Object[] bronze = null;
        Object[] quarantined = null;
        for (TableRow row : gathered.rows) {
            if (row.table().equals(BookingTables.BRONZE_WEBHOOKS.name())) {
                assertThat(bronze).isNull();
                bronze = row.values();
                keep(BookingTables.BRONZE_WEBHOOKS, bronze);
            } else {
                assertThat(row.table()).isEqualTo(Quarantine.TABLE.name());
                assertThat(quarantined).isNull();
                quarantined = row.values();
                keep(Quarantine.TABLE, quarantined);
            }
        }
        List<WebhookEvent> events = gathered.events;
        gathered.contributions.forEach(c -> noAddress("a Gold cell", c.cell().toString()));

        assertThat(bronze).isNotNull();
        String signature = (String) value(BookingTables.BRONZE_WEBHOOKS, bronze, "signature_status");
        assertThat(attempt.signature)
                .extracting(s -> s.name().toLowerCase(Locale.ROOT))
                .contains(signature);
        if (!events.isEmpty()) {
            assertThat(signature).isEqualTo("valid");
            assertThat(quarantined).isNull();
            accepted(events);
        } else if (quarantined != null) {
            refused(quarantined);
        } else {
            assertThat(signature).isEqualTo("valid");
            String kind = (String) value(BookingTables.BRONZE_WEBHOOKS, bronze, "event_kind");
            assertThat(kind).isNotNull();
            assertThat(EventKind.of(kind)).isNull();
            outcomes.merge("unsupported", 1, Integer::sum);
        }
    }

    private void accepted(List<WebhookEvent> events) throws Exception {
        assertThat(events).hasSize(1);
        WebhookEvent event = events.get(0);
        outcomes.merge("accepted", 1, Integer::sum);
        DataOutputSerializer out = new DataOutputSerializer(4_096);
        WebhookEventSerializer.INSTANCE.serialize(event, out);
        WebhookEvent read =
                WebhookEventSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        for (RecordComponent c : WebhookEvent.class.getRecordComponents()) {
            Object value = c.getAccessor().invoke(event);
            if (value instanceof Object[] row) {
                assertThat(Tables.texts(
                                List.<Object[]>of((Object[]) c.getAccessor().invoke(read))))
                        .isEqualTo(Tables.texts(List.<Object[]>of(row)));
            } else {
                assertThat(c.getAccessor().invoke(read)).as(c.getName()).isEqualTo(value);
            }
            if (value instanceof String text) {
                noAddress(c.getName(), text);
            }
        }
        Object[] silver = event.silver();
        for (int i = 0; i < silver.length; i++) {
            String column = BookingTables.SILVER_EVENTS.columns().get(i).name();
            if (i == MEMBERSHIPS && silver[i] != null) {
                for (Object membership : (Object[]) silver[i]) {
                    noAddress(column, ((Object[]) membership)[0]);
                }
            } else if (!OF_HOSTS.contains(column)) {
                noAddress(column, silver[i]);
            }
        }
        keep(BookingTables.SILVER_EVENTS, silver);
    }

    private void refused(Object[] row) {
        String stage = (String) value(Quarantine.TABLE, row, "stage");
        outcomes.merge(stage, 1, Integer::sum);
        assertThat((String) value(Quarantine.TABLE, row, "reason")).isNotBlank();
        Object[] failures = (Object[]) value(Quarantine.TABLE, row, "failures");
        assertThat(failures).isNotEmpty();
        noAddress("a failure", failures);
    }

    private void keep(TableSpec table, Object[] row) {
        rows.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
    }

    /** Every row in a file is what it was. */
    private void readBack(int batch) throws IOException {
        try (Lake lake = Lake.at(temp.resolve("lake-" + batch).toString())) {
            for (Map.Entry<TableSpec, List<Object[]>> e : rows.entrySet()) {
                DeltaTable table = lake.open(e.getKey());
                table.commitAppend(Tables.write(lake, e.getKey(), e.getValue()), "test", 1);
                assertSame(
                        Tables.read(lake, e.getKey().name()),
                        Tables.texts(e.getValue()),
                        e.getKey().name() + " as it was read back, seed " + SEED + ", up to delivery " + batch);
            }
        }
        rows.clear();
    }

    /** A row may have megabytes: shows no more than where it differs. */
    private static void assertSame(List<String> read, List<String> written, String what) {
        assertThat(read.size()).as(what).isEqualTo(written.size());
        for (int i = 0; i < read.size(); i++) {
            int at = Arrays.mismatch(read.get(i).toCharArray(), written.get(i).toCharArray());
            if (at >= 0) {
                throw new AssertionError(
                        what + ": " + excerpt(read.get(i), at) + ", was " + excerpt(written.get(i), at));
            }
        }
    }

    private static String excerpt(String text, int at) {
        return "..." + text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 100)) + "...";
    }

    private Attempt attempt(byte[] body, int i) {
        long now = RECEIVED_SECONDS;
        return switch (random.nextInt(16)) {
            case 0 -> signed(body, null, SignatureStatus.MISSING);
            case 1 -> signed(body, strangers.sign(now, body), SignatureStatus.BAD);
            case 2 -> {
                byte[] other = (i + new String(body, ISO_8859_1)).getBytes(ISO_8859_1);
                yield signed(body, ours.sign(now, other), SignatureStatus.BAD);
            }
            // replayed: the signature is right, but it was made for a delivery of long ago
            case 3 ->
                signed(
                        body,
                        ours.sign(now - TOLERANCE_SECONDS - 1 - random.nextInt(1_000_000), body),
                        SignatureStatus.STALE);
            case 4 ->
                signed(
                        body,
                        ours.sign(now + TOLERANCE_SECONDS + 1 + random.nextInt(1_000_000), body),
                        SignatureStatus.STALE);
            case 5 -> {
                byte[] header = new byte[random.nextInt(200)];
                random.nextBytes(header);
                yield signed(
                        body,
                        new String(header, ISO_8859_1),
                        SignatureStatus.MISSING,
                        SignatureStatus.MALFORMED,
                        SignatureStatus.BAD);
            }
            case 6 -> {
                StringBuilder header = new StringBuilder(ours.sign(now, body));
                int at = header.length() - 1 - random.nextInt(64);
                header.setCharAt(at, header.charAt(at) == '0' ? '1' : '0');
                yield signed(body, header.toString(), SignatureStatus.BAD);
            }
            case 7 -> {
                byte[] record = record(body, ours.sign(now, body));
                for (int n = random.nextInt(6); n >= 0; n--) {
                    record[random.nextInt(record.length)] = (byte) random.nextInt();
                }
                yield new Attempt(
                        random.nextInt(3) == 0 ? Arrays.copyOf(record, random.nextInt(record.length)) : record,
                        body,
                        Set.of(SignatureStatus.values()));
            }
            default ->
                signed(
                        body,
                        ours.sign(now - TOLERANCE_SECONDS + random.nextLong(2 * TOLERANCE_SECONDS + 1), body),
                        SignatureStatus.VALID);
        };
    }

    private Attempt signed(byte[] body, String header, SignatureStatus... expected) {
        return new Attempt(record(body, header), body, Set.of(expected));
    }

    private byte[] record(byte[] body, String header) {
        return codec.encode(new Envelope(
                "calendly-webhooks", "request", Samples.RECEIVED, header, body, "", 0, Envelope.Origin.PUSHED, null));
    }

    private static AcceptWebhook accept() {
        return new AcceptWebhook(
                "calendly-webhooks",
                ROWS,
                CONTRIBUTIONS,
                BookingGold.tables(new WindowRule(Samples.UTC, Duration.ofDays(60))),
                new WebhookSecrets(List.of(KEY), new byte[32]),
                Samples.UTC,
                SignatureVerifier.DEFAULT_TOLERANCE,
                Duration.ofDays(60),
                Duration.ofMinutes(10));
    }

    /** What one delivery gave. */
    private static final class Gathered implements Collector<WebhookEvent> {
        private final List<WebhookEvent> events = new ArrayList<>();
        private final List<TableRow> rows = new ArrayList<>();
        private final List<Contribution> contributions = new ArrayList<>();
        private final ProcessFunction<Envelope, WebhookEvent>.Context context;

        Gathered(AcceptWebhook function) {
            context = function.new Context() {
                @Override
                public Long timestamp() {
                    return null;
                }

                @Override
                public TimerService timerService() {
                    throw new UnsupportedOperationException("deliveries are judged without timers");
                }

                @Override
                public <X> void output(OutputTag<X> tag, X value) {
                    if (value instanceof TableRow row) {
                        rows.add(row);
                    } else {
                        contributions.add((Contribution) value);
                    }
                }
            };
        }

        @Override
        public void collect(WebhookEvent event) {
            events.add(event);
        }

        void clear() {
            events.clear();
            rows.clear();
            contributions.clear();
        }

        @Override
        public void close() {}
    }

    private static Object value(TableSpec table, Object[] row, String column) {
        return row[table.ordinal(column)];
    }

    /** Fails if a text, or one inside an array, holds what people would take for an address. */
    private static void noAddress(String where, Object value) {
        if (value instanceof Object[] parts) {
            for (Object part : parts) {
                noAddress(where, part);
            }
        } else if (value instanceof String text) {
            assertThat(text.contains(HostileBodies.LEAK))
                    .as("%s holds a planted address", where)
                    .isFalse();
            for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
                boolean hasName =
                        at > 0 && (Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '.');
                assertThat(hasName
                                && DOMAIN.matcher(text)
                                        .region(at + 1, text.length())
                                        .lookingAt())
                        .as("%s holds an address: %s", where, excerpt(text, at))
                        .isFalse();
            }
        }
    }
}
