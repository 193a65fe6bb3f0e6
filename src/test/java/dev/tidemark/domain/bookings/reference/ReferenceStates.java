package dev.tidemark.domain.bookings.reference;

import dev.tidemark.domain.bookings.reference.EventTypeMapping.Entry;
import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.io.IOException;
import java.util.List;

/** A mapping; the first release did not know since when one is known. */
public final class ReferenceStates implements StateTypes {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("https://api.calendly.com/event_types/A", "facebook", "spring \u00e9\u4e2d", 20_000, 20_100),
            new Entry("https://api.calendly.com/event_types/B", "blog", null, 3, 5));

    @Override
    public List<StateType<?>> types() throws IOException {
        return List.of(StateType.tagged(
                        "EventTypeMapping",
                        EventTypeMappingSerializer.INSTANCE,
                        new EventTypeMapping(ENTRIES, 1_772_359_200_123_456L))
                .before(1, new EventTypeMapping(ENTRIES, Long.MIN_VALUE)));
    }
}
