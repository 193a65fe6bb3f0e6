package dev.tidemark.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a generated folder line by line, knowing nothing but what is documented of webhooks, and tells what is in it.
 * Slow and plain on purpose: it holds the generator's claims against the bytes it wrote.
 */
final class FolderReading {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KINDS =
            Set.of("invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted");

    /** One invitee as its webhooks tell. */
    static final class Invitee {
        Instant created;
        Instant start;
        Instant end;
        String eventType;
        String email;
        boolean canceled;
        Instant noShowVersion = Instant.MIN;
        boolean noShow;
        Instant newest = Instant.MIN;
    }

    /** A booking put together from the bodies. */
    record Booking(String person, Instant bookedAt, int reschedules, String status, Instant meetingStart) {}

    final Map<String, Long> quarantined = new TreeMap<>();
    final List<JsonNode> accepted = new ArrayList<>();
    final List<JsonNode> unsupported = new ArrayList<>();
    final List<Path> files;
    long lines;
    long duplicates;
    long superseded;
    Instant asOf = Instant.MIN;

    private final Set<List<String>> keys = new HashSet<>();
    private final Map<String, Invitee> invitees = new HashMap<>();
    private final Map<String, String> nextOf = new HashMap<>();
    private final Map<String, String> previousOf = new HashMap<>();

    private FolderReading(List<Path> files) {
        this.files = files;
    }

    static FolderReading of(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder.resolve("calendly-webhooks"))) {
            FolderReading reading = new FolderReading(found.sorted().toList());
            for (Path file : reading.files) {
                reading.readFile(file);
            }
            return reading;
        }
    }

    private void readFile(Path file) throws IOException {
        Instant clock = Instant.MIN;
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in =
                        file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(raw)) : raw) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    clock = readLine(line.toByteArray(), clock);
                    line.reset();
                } else {
                    line.write(b);
                }
            }
            if (line.size() > 0) {
                throw new IOException(file + " does not end with the end of a line");
            }
        }
    }

    private Instant readLine(byte[] line, Instant clockBefore) {
        lines++;
        JsonNode root;
        try {
            root = JSON.readTree(line);
        } catch (IOException e) {
            quarantine("invalid_json");
            return clockBefore;
        }
        root = root.has("data") ? root.get("data") : root;
        Instant createdAt = Instant.parse(root.get("created_at").textValue());
        Instant clock = createdAt.isAfter(clockBefore) ? createdAt : clockBefore;
        String reason = line.length > 1 << 20 ? "body_too_large" : reasonAgainst(root, createdAt, clock);
        if (reason == null || reason.isEmpty()) {
            asOf = createdAt.isAfter(asOf) ? createdAt : asOf;
        }
        if (reason == null) {
            accept(root, createdAt);
        } else if (reason.isEmpty()) {
            unsupported.add(root);
        } else {
            quarantine(reason);
        }
        return clock;
    }

    /** Null for a good one, empty for an unsupported one. */
    private static String reasonAgainst(JsonNode root, Instant createdAt, Instant clock) {
        JsonNode event = root.path("event");
        JsonNode payload = root.path("payload");
        if (absent(event) || absent(payload)) {
            return "missing_field";
        }
        if (!event.isTextual() || !payload.isObject()) {
            return "bad_type";
        }
        if (!KINDS.contains(event.textValue())) {
            return "";
        }
        JsonNode scheduled = payload.path("scheduled_event");
        for (JsonNode field : List.of(
                payload.path("uri"),
                payload.path("email"),
                payload.path("created_at"),
                scheduled.path("uri"),
                scheduled.path("start_time"),
                scheduled.path("end_time"),
                scheduled.path("event_type"))) {
            if (absent(field)) {
                return "missing_field";
            }
            if (!field.isTextual()) {
                return "bad_type";
            }
        }
        try {
            Instant created = time(payload.get("created_at"));
            Duration length = Duration.between(time(scheduled.get("start_time")), time(scheduled.get("end_time")));
            if (length.compareTo(Duration.ZERO) <= 0) {
                return "bad_order";
            }
            if (length.compareTo(Duration.ofHours(24)) > 0) {
                return "bad_duration";
            }
            if (created.isAfter(createdAt.plus(Duration.ofMinutes(5)))) {
                return "created_in_future";
            }
            Instant dayEnd = LocalDate.ofInstant(created, ZoneOffset.UTC)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return dayEnd.plus(Duration.ofDays(60)).plus(Duration.ofMinutes(10)).isBefore(clock) ? "late" : null;
        } catch (DateTimeException e) {
            return "bad_time";
        }
    }

    private void accept(JsonNode root, Instant createdAt) {
        String kind = root.get("event").textValue();
        JsonNode payload = root.get("payload");
        String uri = payload.get("uri").textValue();
        Instant version =
                switch (kind) {
                    case "invitee.created" -> time(payload.get("updated_at"));
                    case "invitee.canceled" -> time(payload.get("cancellation").get("created_at"));
                    case "invitee_no_show.created" ->
                        time(payload.get("no_show").get("created_at"));
                    default -> createdAt;
                };
        if (!keys.add(List.of(kind, uri, version.toString()))) {
            duplicates++;
            return;
        }
        accepted.add(root);
        Invitee invitee = invitees.computeIfAbsent(uri, u -> new Invitee());
        if (version.isBefore(invitee.newest)) {
            superseded++;
        } else {
            invitee.newest = version;
        }
        invitee.created = time(payload.get("created_at"));
        invitee.start = time(payload.get("scheduled_event").get("start_time"));
        invitee.end = time(payload.get("scheduled_event").get("end_time"));
        invitee.eventType = payload.get("scheduled_event").get("event_type").textValue();
        invitee.email = payload.get("email").textValue().trim().toLowerCase(Locale.ROOT);
        if (!payload.get("old_invitee").isNull()) {
            link(payload.get("old_invitee").textValue(), uri);
        }
        if (!payload.get("new_invitee").isNull()) {
            link(uri, payload.get("new_invitee").textValue());
        }
        if (kind.equals("invitee.canceled") && !payload.get("rescheduled").booleanValue()) {
            invitee.canceled = true;
        }
        if (kind.startsWith("invitee_no_show") && version.isAfter(invitee.noShowVersion)) {
            invitee.noShowVersion = version;
            invitee.noShow = kind.endsWith("created");
        }
    }

    /** Every booking that the accepted bodies tell of. */
    List<Booking> bookings() {
        List<Booking> bookings = new ArrayList<>();
        Set<String> all = new HashSet<>(invitees.keySet());
        all.addAll(nextOf.keySet());
        for (String root : all) {
            if (previousOf.containsKey(root)) {
                continue;
            }
            List<String> chain = new ArrayList<>();
            for (String uri = root; uri != null; uri = nextOf.get(uri)) {
                chain.add(uri);
            }
            Invitee first = chain.stream()
                    .map(invitees::get)
                    .filter(i -> i != null)
                    .findFirst()
                    .orElseThrow();
            Invitee last = invitees.get(chain.get(chain.size() - 1));
            bookings.add(new Booking(
                    first.email, first.created, chain.size() - 1, status(last), last == null ? null : last.start));
        }
        return bookings;
    }

    private String status(Invitee last) {
        if (last == null) {
            return "BOOKED";
        }
        return last.canceled ? "CANCELED" : last.noShow ? "NO_SHOW" : last.end.isAfter(asOf) ? "BOOKED" : "HELD";
    }

    private void link(String from, String to) {
        nextOf.put(from, to);
        previousOf.put(to, from);
    }

    private void quarantine(String reason) {
        quarantined.merge(reason, 1L, Long::sum);
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Instant time(JsonNode node) {
        return OffsetDateTime.parse(node.textValue()).toInstant();
    }
}
