package dev.tidemark.domain.bookings.decode;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.replay.EventClock;

/** Tells the event time of a webhook: when Calendly made it, if it is sound. */
public final class WebhookClock implements EventClock {
    private static final long serialVersionUID = 1L;

    private final PersonKeys personKeys;
    private final ReportingTime time;
    private transient WebhookDecoder decoder;

    public WebhookClock(PersonKeys personKeys, ReportingTime time) {
        this.personKeys = personKeys;
        this.time = time;
    }

    @Override
    public long eventTimeMicros(Envelope e) {
        if (decoder == null) {
            decoder = new WebhookDecoder(personKeys, time);
        }
        DecodedWebhook decoded = decoder.decode(e);
        Long made = decoded.bronze().eventCreatedAtMicros();
        return made == null || !decoded.failures().isEmpty() ? NONE : made;
    }
}
