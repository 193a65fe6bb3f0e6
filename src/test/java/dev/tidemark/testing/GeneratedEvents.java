package dev.tidemark.testing;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookDecoder;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.generate.Delivery;
import dev.tidemark.generate.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sample traffic without a gateway. */
public final class GeneratedEvents {
    private GeneratedEvents() {}

    /** Its deliveries but the late ones, as the gateway would hand them on, in the order of receipt. */
    public static List<Envelope> envelopes(Traffic traffic, Instant start) {
        List<Envelope> envelopes = new ArrayList<>();
        while (traffic.hasNext()) {
            Delivery d = traffic.next();
            if (!d.late()) {
                long received = ReportingTime.micros(start.plus(d.due()));
                String id = "d" + d.index();
                envelopes.add(new Envelope(
                        "calendly-webhooks", id, received, null, d.body(), id, received, Envelope.Origin.PULLED, null));
            }
        }
        return envelopes;
    }

    /** What is accepted of its deliveries but the late ones. */
    public static List<WebhookEvent> accepted(Traffic traffic, Instant start, PersonKeys keys, ReportingTime time) {
        WebhookDecoder decoder = new WebhookDecoder(keys, time);
        return envelopes(traffic, start).stream()
                .map(e -> decoder.decode(e).event())
                .filter(e -> e != null)
                .toList();
    }
}
