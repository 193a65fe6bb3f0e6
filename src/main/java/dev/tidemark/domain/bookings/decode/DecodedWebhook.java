package dev.tidemark.domain.bookings.decode;

import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.silver.Failure;
import java.util.List;

/**
 * What became of a body.
 *
 * @param event the accepted event, or null if there are failures or the kind is not used
 * @param stage {@code decode} or {@code validate}: where it failed; null if it did not
 * @param failures everything wrong with it; empty for an event and for an unsupported kind
 * @param bronze what Bronze shows of the body
 */
public record DecodedWebhook(WebhookEvent event, String stage, List<Failure> failures, BronzeFields bronze) {

    /** A webhook of a kind that the bookings domain does not use: no error, and no event. */
    public boolean isUnsupported() {
        return event == null && failures.isEmpty();
    }

    /** The columns of Bronze that come from the body; each null where it cannot be read. */
    public record BronzeFields(
            String eventKind,
            Long eventCreatedAtMicros,
            String inviteeId,
            String inviteeEmail,
            Long meetingStartMicros,
            String eventType,
            String utmSource,
            String utmCampaign) {}
}
