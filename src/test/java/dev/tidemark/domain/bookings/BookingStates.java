package dev.tidemark.domain.bookings;

import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.io.IOException;
import java.util.List;

/** An event that books and one that cancels. */
public final class BookingStates implements StateTypes {
    @Override
    public List<StateType<?>> types() throws IOException {
        return List.of(
                StateType.tagged("WebhookEvent-booked", WebhookEventSerializer.INSTANCE, Samples.event("10_")),
                StateType.tagged("WebhookEvent-canceled", WebhookEventSerializer.INSTANCE, Samples.event("13_")));
    }
}
