package dev.tidemark.domain.bookings;

import java.util.HashMap;
import java.util.Map;

/** The webhook kinds that the bookings domain follows. The order is part of the state's layout: add at the end only. */
public enum EventKind {
    CREATED("invitee.created"),
    CANCELED("invitee.canceled"),
    NO_SHOW("invitee_no_show.created"),
    NO_SHOW_CLEARED("invitee_no_show.deleted");

    private static final Map<String, EventKind> BY_NAME = new HashMap<>();

    static {
        for (EventKind k : values()) {
            BY_NAME.put(k.wireName, k);
        }
    }

    private final String wireName;

    EventKind(String wireName) {
        this.wireName = wireName;
    }

    /** The kind of that name in a webhook, or null if the domain does not use it. */
    public static EventKind of(String wireName) {
        return BY_NAME.get(wireName);
    }
}
