package dev.tidemark.domain.bookings.decode;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.SignatureCheck;
import dev.tidemark.silver.Failure;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides what a delivery is, from its envelope and its signature alone: the same today and when it is judged again
 * from Bronze. Not safe for use by several threads at once.
 *
 * <p>An event is late when the day of its {@code payload.created_at} had ended more than the allowed lateness and the
 * out-of-orderness before the feed's clock. That clock is in the envelope, so the answer is the same at any speed and
 * parallelism.
 */
public final class DeliveryJudge {
    private final WebhookDecoder decoder;
    private final ReportingTime time;
    private final long graceMicros;

    /**
     * @param lateness how long after its end a day takes events
     * @param outOfOrderness how far event time stays behind the newest delivery
     */
    public DeliveryJudge(PersonKeys personKeys, ReportingTime time, Duration lateness, Duration outOfOrderness) {
        this.decoder = new WebhookDecoder(personKeys, time);
        this.time = time;
        this.graceMicros = lateness.plus(outOfOrderness).toMillis() * 1_000;
    }

    public Verdict judge(Envelope e, SignatureCheck signature) {
        DecodedWebhook decoded = decoder.decode(e);
        List<Failure> failures = new ArrayList<>(decoded.failures());
        String stage = decoded.stage();
        if (e.defect() != null) {
            stage = "envelope";
            failures.add(0, new Failure(e.defect(), null, defect(e.defect())));
        } else if (!signature.passed()) {
            stage = "verify";
            failures.add(0, new Failure(reason(signature), null, signature.message()));
        }
        if (!failures.isEmpty()) {
            return new Verdict(Outcome.QUARANTINED, null, stage, failures, decoded.bronze());
        }
        if (decoded.isUnsupported()) {
            return new Verdict(Outcome.UNSUPPORTED, null, null, List.of(), decoded.bronze());
        }
        if (isLate(decoded.event(), e.clockMicros())) {
            return new Verdict(Outcome.LATE, null, "window", List.of(late(decoded.event())), decoded.bronze());
        }
        return new Verdict(Outcome.ACCEPTED, decoded.event(), null, List.of(), decoded.bronze());
    }

    private boolean isLate(WebhookEvent event, long clockMicros) {
        return time.dayEnd(time.day(event.createdAtMicros())) + graceMicros < clockMicros;
    }

    private Failure late(WebhookEvent event) {
        return new Failure(
                "late",
                "payload.created_at",
                "the window of " + LocalDate.ofEpochDay(time.day(event.createdAtMicros()))
                        + " had closed for good when the event arrived");
    }

    private static String reason(SignatureCheck signature) {
        return signature.status().name().toLowerCase(Locale.ROOT) + "_signature";
    }

    private static String defect(String defect) {
        return defect.equals(Envelope.BODY_TRUNCATED)
                ? "the body did not fit into a Kinesis record; the gateway kept its beginning"
                : "the Kinesis record is no envelope of the gateway";
    }
}
