package dev.tidemark.domain.bookings.decode;

import dev.tidemark.domain.bookings.BookingTables;
import java.util.HashMap;
import java.util.Map;

/** The parsed values of a body by their path in it. */
final class DecodedFields {
    private static final Map<String, Integer> ORDINALS = new HashMap<>();

    static {
        for (WebhookLayout.Field f : WebhookLayout.fields()) {
            ORDINALS.put(
                    String.join(".", f.path()),
                    BookingTables.SILVER_EVENTS.ordinal(f.column().name()));
        }
    }

    private final Object[] values;

    DecodedFields(Object[] values) {
        this.values = values;
    }

    Object value(String path) {
        return values[ordinal(path)];
    }

    Object[] values() {
        return values;
    }

    String text(String path) {
        return (String) values[ordinal(path)];
    }

    Long micros(String path) {
        return (Long) values[ordinal(path)];
    }

    /** The column of a path. */
    static int ordinal(String path) {
        return ORDINALS.get(path);
    }
}
