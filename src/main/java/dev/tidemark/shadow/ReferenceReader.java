package dev.tidemark.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.contract.Iso8601;
import dev.tidemark.shadow.ReferenceRecord.HostRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a body as the reference pipeline does: every array, however deep, is exploded, one row for each of its elements
 * and one for an array that is empty; what cannot be read is null. It checks nothing. Not safe for use by several threads
 * at once.
 */
final class ReferenceReader {
    static final String OTHERS = "others";

    private static final Map<String, String> CHANNELS = Map.of(
            "https://api.calendly.com/event_types/d639ecd3-8718-4068-955a-436b10d72c78", "facebook",
            "https://api.calendly.com/event_types/dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098", "youtube",
            "https://api.calendly.com/event_types/bb339e98-7a67-4af2-b584-8dbf95564312", "tiktok");
    /** The channels that it knows, in the order of its code. */
    static final List<String> KNOWN_CHANNELS = List.of("facebook", "youtube", "tiktok", OTHERS);

    private static final Pattern USER = Pattern.compile("users/([a-zA-Z0-9-]+)");
    /** More rows than any disk holds: a body made to explode must not make the count wrap around. */
    private static final long MOST_ROWS = 1_000_000_000_000L;

    private final ObjectMapper json = new ObjectMapper();
    /** Kinds, hosts and their rows repeat: each is kept once. */
    private final Map<String, String> kinds = new HashMap<>();

    private final Map<List<HostRows>, List<HostRows>> known = new HashMap<>();

    /** @return null for a body that is no JSON object: it becomes a row of nulls, which is counted nowhere */
    ReferenceRecord read(byte[] body) {
        JsonNode root = tree(body);
        if (root == null) {
            return null;
        }
        JsonNode event = root.path("payload").path("scheduled_event");
        long rows = rows(root);
        List<HostRows> hosts = hosts(event.path("event_memberships"), rows);
        return new ReferenceRecord(
                kinds.computeIfAbsent(root.path("event").asText(""), k -> k),
                root.path("payload").path("old_invitee").isTextual(),
                rows,
                start(event.path("start_time")),
                CHANNELS.getOrDefault(event.path("event_type").asText(""), OTHERS),
                known.computeIfAbsent(hosts, h -> h));
    }

    private JsonNode tree(byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            return root != null && root.isObject() ? root : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static long rows(JsonNode node) {
        long rows = node.isArray() ? 0 : 1;
        for (JsonNode child : node) {
            rows = node.isArray() ? rows + rows(child) : rows * rows(child);
            rows = Math.min(rows, MOST_ROWS);
        }
        return Math.max(1, rows);
    }

    private static List<HostRows> hosts(JsonNode memberships, long rows) {
        if (!memberships.isArray() || memberships.isEmpty()) {
            return List.of(new HostRows(null, rows));
        }
        long rest = rows / rows(memberships);
        List<HostRows> hosts = new ArrayList<>(memberships.size());
        for (JsonNode m : memberships) {
            hosts.add(new HostRows(user(m.path("user")), rest * rows(m)));
        }
        return List.copyOf(hosts);
    }

    private static String user(JsonNode user) {
        if (!user.isTextual()) {
            return null;
        }
        Matcher m = USER.matcher(user.textValue());
        return m.find() ? m.group(1) : "";
    }

    private static long start(JsonNode start) {
        long micros = start.isTextual() ? Iso8601.micros(start.textValue().trim()) : Iso8601.INVALID;
        return micros == Iso8601.INVALID ? ReferenceRecord.UNREADABLE : micros;
    }
}
