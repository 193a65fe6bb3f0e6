package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.decode.DecodedWebhook;
import dev.tidemark.domain.bookings.decode.DeliveryJudge;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.Verdict;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.SignatureCheck;
import dev.tidemark.envelope.SignatureStatus;
import dev.tidemark.envelope.SignatureVerifier;
import dev.tidemark.gold.Contribution;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.replay.ReplayEnd;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.RawText;
import dev.tidemark.table.TableRow;
import java.time.Duration;
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
    private final Duration lateness;
    private final Duration outOfOrderness;

    private transient SignatureVerifier verifier;
    private transient DeliveryJudge judge;
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
        this.lateness = lateness;
        this.outOfOrderness = outOfOrderness;
    }

    @Override
    public void open(OpenContext context) {
        verifier = new SignatureVerifier(secrets.signingKeys(), signatureTolerance);
        judge = new DeliveryJudge(new PersonKeys(secrets.pepper()), time, lateness, outOfOrderness);
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
        Verdict verdict = judge.judge(e, signature);
        ctx.output(rows, bronze(e, signature.status(), verdict.bronze()));
        boolean sound = verdict.outcome() != Outcome.QUARANTINED;
        // what a broken record says of its time is not to be trusted
        Long eventAt = sound ? verdict.bronze().eventCreatedAtMicros() : null;
        count(DeliveryOutcome.received(e.feed(), e.receivedAtMicros(), eventAt), ctx);
        if (verdict.outcome() == Outcome.ACCEPTED) {
            out.collect(verdict.event()); // the lifecycle counts it
            return;
        }
        String reason = sound ? "" : verdict.failures().get(0).reason();
        count(new DeliveryOutcome(e.feed(), e.receivedAtMicros(), null, verdict.outcome(), reason), ctx);
        switch (verdict.outcome()) {
            case UNSUPPORTED -> unsupported.inc();
            case LATE -> late.inc();
            default -> quarantined.inc();
        }
        if (verdict.outcome() != Outcome.UNSUPPORTED) {
            ctx.output(rows, Quarantine.row(verdict.stage(), verdict.failures(), e, time));
        }
    }

    private void count(DeliveryOutcome fact, Context ctx) {
        Contribution.of(fact, 1, goldTables, c -> ctx.output(contributions, c));
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
                e.clockMicros() == Long.MIN_VALUE ? null : (Long) e.clockMicros(),
                e.defect(),
                raw.encoding(),
                raw.text());
    }
}
