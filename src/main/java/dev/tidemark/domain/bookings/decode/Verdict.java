package dev.tidemark.domain.bookings.decode;

import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.silver.Failure;
import java.util.List;

/**
 * What a delivery is.
 *
 * @param outcome {@link Outcome#ACCEPTED} for an event that goes on to the lifecycle, which may still find that it was
 *     there before; else {@link Outcome#QUARANTINED}, {@link Outcome#LATE} or {@link Outcome#UNSUPPORTED}
 * @param event the event of an accepted delivery, else null
 * @param stage the stage that refused it, or null
 * @param failures everything that is wrong with it
 * @param bronze what Bronze shows of the body
 */
public record Verdict(
        Outcome outcome,
        WebhookEvent event,
        String stage,
        List<Failure> failures,
        DecodedWebhook.BronzeFields bronze) {}
