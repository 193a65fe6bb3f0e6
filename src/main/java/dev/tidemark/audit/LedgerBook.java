package dev.tidemark.audit;

import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.TableFile;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The bookings as the ledger's last row of each tells them, and which files tell of them. */
final class LedgerBook {
    private static final Set<String> COLUMNS = Set.of(
            "booking_id",
            "change_number",
            "merged_into",
            "person_key",
            "booking_created_at",
            "booking_date",
            "channel",
            "campaign",
            "event_type",
            "event_type_name",
            "event_type_mapped",
            "reschedules_count",
            "status_after",
            "meeting_id",
            "meeting_start_after",
            "meeting_end_after",
            "hosts");

    private final Map<TableFile, List<Change>> files;
    private final Map<String, Change> last = new HashMap<>();

    /**
     * A row of the ledger.
     *
     * @param mergedInto the booking that this one turned out to be part of, or null
     * @param view the booking after the change; null if it was merged into another
     */
    record Change(String bookingId, long number, String mergedInto, BookingView view) {
        /** The booking that the row is part of the history of. */
        String tellsOf() {
            return mergedInto == null ? bookingId : mergedInto;
        }
    }

    private LedgerBook(Map<TableFile, List<Change>> files) {
        this.files = files;
        files.values()
                .forEach(changes -> changes.forEach(
                        change -> last.merge(change.bookingId(), change, (a, b) -> a.number() > b.number() ? a : b)));
    }

    /** Reads the whole ledger. */
    static LedgerBook of(TableReader ledger) throws IOException {
        try (FileReading reading = new FileReading()) {
            return of(ledger, new PerFile<>(0), reading);
        }
    }

    /** Reads what of the ledger is not known yet. */
    static LedgerBook of(TableReader ledger, PerFile<List<Change>> known, FileReading reading) throws IOException {
        Columns columns = new Columns(ledger);
        return new LedgerBook(known.of(ledger.only(COLUMNS), reading, rows -> changes(columns, rows)));
    }

    /** The booking, or null if the ledger does not know it, or knows that it was merged into another. */
    BookingView find(String bookingId) {
        Change change = last.get(bookingId);
        return change == null ? null : change.view();
    }

    /** Every booking that was not merged into another. */
    List<BookingView> all() {
        List<BookingView> views = new ArrayList<>();
        for (Change change : last.values()) {
            if (change.view() != null) {
                views.add(change.view());
            }
        }
        return views;
    }

    /** The files that have rows of some bookings' histories. */
    List<TableFile> filesOf(Set<String> bookingIds) {
        List<TableFile> found = new ArrayList<>();
        files.forEach((file, changes) -> {
            if (changes.stream().anyMatch(c -> bookingIds.contains(c.tellsOf()))) {
                found.add(file);
            }
        });
        return found;
    }

    private static List<Change> changes(Columns columns, List<Object[]> rows) {
        Map<Object, Object> same = new HashMap<>();
        List<Change> changes = new ArrayList<>(rows.size());
        for (Object[] row : rows) {
            String mergedInto = columns.text(row, "merged_into");
            changes.add(new Change(
                    columns.text(row, "booking_id"),
                    (Long) columns.value(row, "change_number"),
                    mergedInto,
                    mergedInto == null ? view(columns, row, same) : null));
        }
        return changes;
    }

    private static BookingView view(Columns columns, Object[] row, Map<Object, Object> same) {
        List<Host> hosts = new ArrayList<>();
        for (Object h : (Object[]) columns.value(row, "hosts")) {
            Object[] host = (Object[]) h;
            hosts.add(once(same, new Host((String) host[0], (String) host[1], (String) host[2])));
        }
        return new BookingView(
                columns.text(row, "booking_id"),
                columns.text(row, "person_key"),
                (Long) columns.value(row, "booking_created_at"),
                (Integer) columns.value(row, "booking_date"),
                columns.text(row, "channel"),
                columns.text(row, "campaign"),
                columns.text(row, "event_type"),
                columns.text(row, "event_type_name"),
                (Boolean) columns.value(row, "event_type_mapped"),
                (Integer) columns.value(row, "reschedules_count"),
                BookingStatus.valueOf(columns.text(row, "status_after").toUpperCase(Locale.ROOT)),
                columns.text(row, "meeting_id"),
                (Long) columns.value(row, "meeting_start_after"),
                (Long) columns.value(row, "meeting_end_after"),
                once(same, hosts));
    }

    /** What repeats is held once. */
    @SuppressWarnings("unchecked")
    private static <V> V once(Map<Object, Object> same, V value) {
        Object first = same.putIfAbsent(value, value);
        return first == null ? value : (V) first;
    }
}
