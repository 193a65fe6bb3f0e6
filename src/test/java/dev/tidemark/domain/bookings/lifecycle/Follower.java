package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.table.TableRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows one person's bookings by the rules alone, without Flink. */
final class Follower {
    private static final EventTypeMapping.Index MAPPING =
            EventTypeMapping.shipped().index();

    final Person person = new Person();
    final List<TableRow> ledger = new ArrayList<>();
    private final BookingChains chains = new BookingChains(Samples.UTC);
    private final LedgerRows rows = new LedgerRows(Samples.UTC);
    private String personKey = EventBuilder.PERSON;

    static Follower of(List<WebhookEvent> events) {
        Follower f = new Follower();
        events.forEach(f::take);
        return f;
    }

    static Follower of(EventBuilder... events) {
        Follower f = new Follower();
        for (EventBuilder e : events) {
            f.take(e.build());
        }
        return f;
    }

    TakeEvent.Outcome take(WebhookEvent e) {
        personKey = e.personKey();
        List<Booking> before = person.invitees.isEmpty() ? List.of() : bookings();
        TakeEvent.Outcome outcome = TakeEvent.into(person, e);
        if (outcome != TakeEvent.Outcome.DUPLICATE) {
            Invitee i = person.find(e.inviteeId());
            int day = Samples.UTC.day(i.createdAt);
            i.channel = MAPPING.channel(i.eventType, day);
            i.campaign = MAPPING.campaign(i.eventType, day, i.utmCampaign);
            for (Change c : Changes.between(before, bookings())) {
                ledger.add(rows.row(c, ++person.changeNumber, e, e.receivedAtMicros()));
            }
        }
        return outcome;
    }

    private List<Booking> bookings() {
        return chains.of(personKey, person);
    }

    /** The bookings as they stand, by id. */
    List<BookingView> views() {
        return bookings().stream()
                .map(Booking::view)
                .sorted(Comparator.comparing(BookingView::bookingId))
                .toList();
    }

    BookingView onlyView() {
        List<BookingView> views = views();
        if (views.size() != 1) {
            throw new AssertionError("one booking expected, found " + views);
        }
        return views.get(0);
    }

    /** The words of the ledger, in order. */
    List<String> changes() {
        return ledger.stream().map(r -> (String) value(r, "change")).toList();
    }

    /** What the ledger says when it is replayed: the last row of each booking that was not merged into another. */
    List<Map<String, Object>> replayed() {
        Map<Object, TableRow> last = new LinkedHashMap<>();
        ledger.stream()
                .sorted(Comparator.comparing(r -> (Long) value(r, "change_number")))
                .forEach(r -> {
                    if (value(r, "change").equals(Change.MERGED)) {
                        last.remove(value(r, "booking_id"));
                    } else {
                        last.put(value(r, "booking_id"), r);
                    }
                });
        return last.values().stream()
                .map(Follower::standing)
                .sorted(Comparator.comparing(m -> (String) m.get("booking_id")))
                .toList();
    }

    /** What {@link #replayed} should say. */
    List<Map<String, Object>> standing() {
        return views().stream().map(Follower::standing).toList();
    }

    static Object value(TableRow row, String column) {
        return row.values()[BookingTables.SILVER_LEDGER.ordinal(column)];
    }

    private static Map<String, Object> standing(TableRow r) {
        return standing(
                value(r, "booking_id"),
                value(r, "status_after"),
                value(r, "booking_date"),
                value(r, "channel"),
                value(r, "campaign"),
                value(r, "reschedules_count"),
                value(r, "meeting_start_after"),
                value(r, "meeting_end_after"),
                value(r, "person_key"),
                value(r, "booking_created_at"));
    }

    private static Map<String, Object> standing(BookingView v) {
        return standing(
                v.bookingId(),
                v.status().word(),
                v.bookingDay(),
                v.channel(),
                v.campaign(),
                v.rescheduleCount(),
                v.meetingStartMicros(),
                v.meetingEndMicros(),
                v.personKey(),
                v.createdAtMicros());
    }

    private static Map<String, Object> standing(Object id, Object... rest) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("booking_id", id);
        String[] names = {"status", "date", "channel", "campaign", "reschedules", "start", "end", "person", "created"};
        for (int i = 0; i < names.length; i++) {
            all.put(names[i], rest[i]);
        }
        return all;
    }
}
