package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.decode.DecodedWebhook;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookDecoder;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.RawText;
import dev.tidemark.envelope.SignatureCheck;
import dev.tidemark.envelope.SignatureStatus;
import dev.tidemark.envelope.SignatureVerifier;
import dev.tidemark.gold.Contribution;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.replay.ReplayEnd;
import dev.tidemark.silver.Failure;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.TableRow;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Takes every delivery: checks its signature, decodes it once, writes it to Bronze, and passes it on, or puts it into
 * quarantine with everything that is wrong with it.
 *
 * <p>An event is late when the day of its {@code payload.created_at} had ended more than the allowed lateness and the
 * out-of-orderness before the feed's clock. That clock is in the envelope, so the answer is the same at any speed and
 * parallelism, and can be found again from Bronze.
 */
public final class AcceptWebhook extends ProcessFunction<Envelope, WebhookEvent> {
    private static final long serialVersionUID = 1L;

    private final String feed;
    private final OutputTag<TableRow> rows;
    private final OutputTag<Contribution> contributions;
    private final List<GoldTable> goldTables;
    private final WebhookSecrets secrets;
    private final ReportingTime time;
    private final Duration signatureTolerance;
    private final long graceMicros;

    private transient SignatureVerifier verifier;
    private transient WebhookDecoder decoder;
    private transient EndOfReplay endOfReplay;
    private transient Counter received;
    private transient Counter unsupported;
    private transient Counter quarantined;
    private transient Counter late;

    /**
     * @param feed the feed that is taken here, which metrics are counted by
     * @param rows where rows of Bronze and quarantine go
     * @param contributions where goes what the deliveries themselves add to Gold
     * @param goldTables the tables that they add to
     * @param secrets the signing keys and the person-key pepper
     * @param time the reporting zone
     * @param signatureTolerance how far a signature's time may be from the time of receipt
     * @param lateness how long after its end a day takes events
     * @param outOfOrderness how far event time stays behind the newest delivery
     */
    public AcceptWebhook(
            String feed,
            OutputTag<TableRow> rows,
            OutputTag<Contribution> contributions,
            List<GoldTable> goldTables,
            WebhookSecrets secrets,
            ReportingTime time,
            Duration signatureTolerance,
            Duration lateness,
            Duration outOfOrderness) {
        this.feed = feed;
        this.rows = rows;
        this.contributions = contributions;
        this.goldTables = List.copyOf(goldTables);
        this.secrets = secrets;
        this.time = time;
        this.signatureTolerance = signatureTolerance;
        this.graceMicros = lateness.plus(outOfOrderness).toMillis() * 1_000;
    }

    @Override
    public void open(OpenContext context) {
        verifier = new SignatureVerifier(secrets.signingKeys(), signatureTolerance);
        decoder = new WebhookDecoder(new PersonKeys(secrets.pepper()), time);
        endOfReplay = new EndOfReplay();
        endOfReplay.open(getRuntimeContext());
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("feed", feed);
        received = metrics.counter("received");
        unsupported = metrics.counter("unsupported");
        quarantined = metrics.counter("quarantined");
        late = metrics.counter("late");
    }

    @Override
    public void processElement(Envelope e, Context ctx, Collector<WebhookEvent> out) {
        if (ReplayEnd.isMark(e)) {
            endOfReplay.reached();
            return;
        }
        received.inc();
        SignatureCheck signature = verifier.verify(e);
        DecodedWebhook decoded = decoder.decode(e);
        ctx.output(rows, bronze(e, signature.status(), decoded.bronze()));

        List<Failure> failures = new ArrayList<>(decoded.failures());
        String stage = decoded.stage();
        if (e.defect() != null) {
            stage = "envelope";
            failures.add(0, new Failure(e.defect(), null, defect(e.defect())));
        } else if (!signature.passed()) {
            stage = "verify";
            failures.add(0, new Failure(reason(signature.status()), null, signature.message()));
        }
        // what a broken record says of its time is not to be trusted
        Long eventAt = failures.isEmpty() ? decoded.bronze().eventCreatedAtMicros() : null;
        count(DeliveryOutcome.received(e.feed(), e.receivedAtMicros(), eventAt), ctx);
        if (!failures.isEmpty()) {
            quarantined.inc();
            count(
                    DeliveryOutcome.quarantined(
                            e.feed(), e.receivedAtMicros(), failures.get(0).reason()),
                    ctx);
            ctx.output(rows, Quarantine.row(stage, failures, e, time));
        } else if (decoded.isUnsupported()) {
            unsupported.inc();
            count(DeliveryOutcome.of(e.feed(), e.receivedAtMicros(), Outcome.UNSUPPORTED), ctx);
        } else if (isLate(decoded.event(), e.clockMicros())) {
            late.inc();
            count(DeliveryOutcome.of(e.feed(), e.receivedAtMicros(), Outcome.LATE), ctx);
            ctx.output(rows, Quarantine.row("window", List.of(lateFailure(decoded.event())), e, time));
        } else {
            out.collect(decoded.event());
        }
    }

    private void count(DeliveryOutcome fact, Context ctx) {
        Contribution.of(fact, 1, goldTables, c -> ctx.output(contributions, c));
    }

    private boolean isLate(WebhookEvent event, long clockMicros) {
        return time.dayEnd(time.day(event.createdAtMicros())) + graceMicros < clockMicros;
    }

    private Failure lateFailure(WebhookEvent event) {
        return new Failure(
                "late",
                "payload.created_at",
                "the window of " + LocalDate.ofEpochDay(time.day(event.createdAtMicros()))
                        + " had closed for good when the event arrived");
    }

    private static String reason(SignatureStatus status) {
        return status.name().toLowerCase(Locale.ROOT) + "_signature";
    }

    private static String defect(String defect) {
        return defect.equals(Envelope.BODY_TRUNCATED)
                ? "the body did not fit into a Kinesis record; the gateway kept its beginning"
                : "the Kinesis record is no envelope of the gateway";
    }

    private TableRow bronze(Envelope e, SignatureStatus signature, DecodedWebhook.BronzeFields f) {
        RawText raw = RawText.of(e.body());
        return TableRow.of(
                BookingTables.BRONZE_WEBHOOKS,
                e.id(),
                e.feed(),
                e.receivedAtMicros(),
                f.eventKind(),
                f.eventCreatedAtMicros(),
                f.inviteeId(),
                f.inviteeEmail(),
                f.meetingStartMicros(),
                f.eventType(),
                f.utmSource(),
                f.utmCampaign(),
                signature.name().toLowerCase(Locale.ROOT),
                e.position(),
                time.day(e.receivedAtMicros()),
                raw.encoding(),
                raw.text());
    }
}
