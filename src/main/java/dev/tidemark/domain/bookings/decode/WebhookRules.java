package dev.tidemark.domain.bookings.decode;

import dev.tidemark.silver.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules that an invitee webhook must keep. Each adds its failures; none stops the others. */
final class WebhookRules {
    /** The fields without which a booking cannot be counted. */
    static final Set<String> REQUIRED = Set.of(
            "payload.uri",
            "payload.email",
            "payload.created_at",
            "payload.scheduled_event.uri",
            "payload.scheduled_event.start_time",
            "payload.scheduled_event.end_time",
            "payload.scheduled_event.event_type");

    private static final List<String> REQUIRED_ORDER = List.of(
            "payload.uri",
            "payload.email",
            "payload.created_at",
            "payload.scheduled_event.uri",
            "payload.scheduled_event.start_time",
            "payload.scheduled_event.end_time",
            "payload.scheduled_event.event_type");
    private static final List<String> URIS =
            List.of("payload.uri", "payload.scheduled_event.uri", "payload.scheduled_event.event_type");
    /** Clocks differ a little between Calendly and the gateway. */
    private static final long MAX_AHEAD_MICROS = 5 * 60 * 1_000_000L;
    /** A call takes hours at most; one absurd length would spoil the sums of its host and the average of the team. */
    private static final long LONGEST_MEETING_MICROS = 24 * 60 * 60 * 1_000_000L;

    private WebhookRules() {}

    static void check(DecodedFields f, String rawEmail, long receivedAtMicros, List<Failure> failures) {
        Set<String> failed = new HashSet<>();
        failures.forEach(x -> failed.add(x.field()));
        requiredPresent(f, failed, failures);
        urisWellFormed(f, failures);
        if (rawEmail != null && !rawEmail.isBlank() && rawEmail.indexOf('@') < 1) {
            failures.add(new Failure("bad_email", "payload.email", "the text is no e-mail address"));
        }
        notInTheFuture(f, "payload.created_at", receivedAtMicros, failures);
        notInTheFuture(f, "created_at", receivedAtMicros, failures);
        Long start = f.micros("payload.scheduled_event.start_time");
        Long end = f.micros("payload.scheduled_event.end_time");
        if (start != null && end != null && end <= start) {
            failures.add(new Failure(
                    "bad_order", "payload.scheduled_event.end_time", "the meeting ends before or when it starts"));
        } else if (start != null && end != null && end - start > LONGEST_MEETING_MICROS) {
            failures.add(new Failure(
                    "bad_duration", "payload.scheduled_event.end_time", "the meeting is longer than 24 hours"));
        }
    }

    private static void requiredPresent(DecodedFields f, Set<String> failed, List<Failure> failures) {
        for (String path : REQUIRED_ORDER) {
            Object value = f.value(path);
            if ((value == null || value.equals("")) && !failed.contains(path) && !failed.contains(parent(path))) {
                failures.add(new Failure("missing_field", path, "the field is required"));
            }
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('.'));
    }

    private static void urisWellFormed(DecodedFields f, List<Failure> failures) {
        for (String path : URIS) {
            String uri = (String) f.value(path);
            if (uri != null && !uri.isEmpty() && !isUri(uri)) {
                failures.add(new Failure("bad_uri", path, "expected a URI such as https://api.calendly.com/..."));
            }
        }
    }

    private static boolean isUri(String s) {
        int authority = s.startsWith("https://") ? 8 : s.startsWith("http://") ? 7 : -1;
        int lastSlash = s.lastIndexOf('/');
        return authority > 0 && lastSlash > authority && lastSlash < s.length() - 1 && s.indexOf(' ') < 0;
    }

    private static void notInTheFuture(DecodedFields f, String path, long receivedAtMicros, List<Failure> failures) {
        Long at = f.micros(path);
        if (at != null && at > receivedAtMicros + MAX_AHEAD_MICROS) {
            failures.add(new Failure(
                    "created_in_future", path, "the time is more than 5 minutes after the delivery was received"));
        }
    }
}
