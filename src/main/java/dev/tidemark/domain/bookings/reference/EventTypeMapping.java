package dev.tidemark.domain.bookings.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which event type stands for which channel and campaign, and from when to when. Immutable.
 *
 * @param entries in the order of the file; of two that are valid on a day the later one counts
 * @param knownAtMicros when it was read, which decides the bookings that it may still move; {@link Long#MIN_VALUE} if it
 *     was known from the beginning, as in a replay
 */
public record EventTypeMapping(List<Entry> entries, long knownAtMicros) implements Serializable {
    /** The channel of every event type that is not mapped. */
    public static final String OTHERS = "others";

    private static final String BASE = "https://api.calendly.com/event_types/";

    /**
     * One line of the mapping.
     *
     * @param eventType URI of the event type
     * @param channel the channel, lower case
     * @param campaign the campaign, or null
     * @param validFromDay the first day of validity, or {@link Integer#MIN_VALUE}
     * @param validToDay the first day after it, or {@link Integer#MAX_VALUE}
     */
    public record Entry(String eventType, String channel, String campaign, int validFromDay, int validToDay)
            implements Serializable {}

    public EventTypeMapping {
        entries = List.copyOf(entries);
    }

    /** A mapping that was known from the beginning. */
    public EventTypeMapping(List<Entry> entries) {
        this(entries, Long.MIN_VALUE);
    }

    /** The mapping that is shipped: the three paid channels. */
    public static EventTypeMapping shipped() {
        return new EventTypeMapping(List.of(
                always("d639ecd3-8718-4068-955a-436b10d72c78", "facebook"),
                always("dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098", "youtube"),
                always("bb339e98-7a67-4af2-b584-8dbf95564312", "tiktok")));
    }

    /** The shipped mapping in its file form. */
    public static byte[] shippedFile() {
        List<String> lines = new ArrayList<>();
        for (Entry e : shipped().entries) {
            lines.add("{\"event_type\": \"" + e.eventType + "\", \"channel\": \"" + e.channel + "\"}");
        }
        return ("[" + String.join(", ", lines) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static Entry always(String id, String channel) {
        return new Entry(BASE + id, channel, null, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Every channel of the mapping, and {@value #OTHERS}. */
    public SortedSet<String> channels() {
        SortedSet<String> channels = new TreeSet<>();
        entries.forEach(e -> channels.add(e.channel));
        channels.add(OTHERS);
        return channels;
    }

    /**
     * Reads the file form: {@code [{"event_type": URI, "channel": ..., "campaign": ..., "valid_from": DATE, "valid_to":
     * DATE}]}, the last three optional.
     *
     * @param knownAtMicros when it was read
     * @throws IOException if it is not of that form; the message lists everything wrong with it
     */
    public static EventTypeMapping parse(byte[] file, long knownAtMicros) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file);
        if (root == null || !root.isArray()) {
            throw new IOException("the event-type mapping must be a JSON array of {event_type, channel, campaign,"
                    + " valid_from, valid_to}");
        }
        List<String> problems = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < root.size(); i++) {
            JsonNode n = root.get(i);
            String eventType = n.path("event_type").asText("").trim();
            String channel = n.path("channel").asText("").trim().toLowerCase(Locale.ROOT);
            String campaign = n.path("campaign").asText("").trim();
            if (eventType.isEmpty()) {
                problems.add("entry " + i + ": event_type is missing");
            }
            if (channel.isEmpty()) {
                problems.add("entry " + i + ": channel is missing");
            }
            entries.add(new Entry(
                    eventType,
                    channel,
                    campaign.isEmpty() || n.path("campaign").isNull() ? null : campaign,
                    day(n, "valid_from", Integer.MIN_VALUE, i, problems),
                    day(n, "valid_to", Integer.MAX_VALUE, i, problems)));
        }
        if (!problems.isEmpty()) {
            throw new IOException("the event-type mapping is wrong: " + String.join("; ", problems));
        }
        return new EventTypeMapping(entries, knownAtMicros);
    }

    private static int day(JsonNode n, String field, int absent, int i, List<String> problems) {
        JsonNode v = n.path(field);
        if (v.isMissingNode() || v.isNull()) {
            return absent;
        }
        try {
            return (int) LocalDate.parse(v.asText().trim()).toEpochDay();
        } catch (DateTimeException e) {
            problems.add("entry " + i + ": " + field + " is no date such as 2026-01-31");
            return absent;
        }
    }

    /** An index for the hot path. Not safe for use by several threads at once. */
    public Index index() {
        return new Index(this);
    }

    /** Looks entries up by event type. */
    public static final class Index {
        private final Map<String, List<Entry>> byType = new HashMap<>();
        private final List<String> channels;

        private Index(EventTypeMapping mapping) {
            mapping.entries.forEach(e ->
                    byType.computeIfAbsent(e.eventType, t -> new ArrayList<>()).add(e));
            channels = List.copyOf(mapping.channels());
        }

        /** The channels of the mapping and {@value EventTypeMapping#OTHERS}, sorted. */
        public List<String> channels() {
            return channels;
        }

        public String channel(String eventType, int day) {
            Entry e = find(eventType, day);
            return e == null ? OTHERS : e.channel;
        }

        public boolean isMapped(String eventType, int day) {
            return find(eventType, day) != null;
        }

        /** The mapping's campaign, or else the booking link's. */
        public String campaign(String eventType, int day, String utmCampaign) {
            Entry e = find(eventType, day);
            return e == null || e.campaign == null ? utmCampaign : e.campaign;
        }

        private Entry find(String eventType, int day) {
            Entry found = null;
            for (Entry e : byType.getOrDefault(eventType, List.of())) {
                if (day >= e.validFromDay && day < e.validToDay) {
                    found = e;
                }
            }
            return found;
        }
    }
}
