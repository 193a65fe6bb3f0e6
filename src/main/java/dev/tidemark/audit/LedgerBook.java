package dev.tidemark.audit;

import dev.tidemark.delta.TableReader;
import dev.tidemark.delta.TableRows;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The bookings as the ledger's last row of each tells them. */
final class LedgerBook {
    private final Map<String, Object[]> last = new HashMap<>();
    private final Columns columns;

    private LedgerBook(Columns columns) {
        this.columns = columns;
    }

    static LedgerBook of(TableReader ledger) throws IOException {
        LedgerBook book = new LedgerBook(new Columns(ledger));
        try (TableRows rows = ledger.rows()) {
            while (rows.hasNext()) {
                Object[] row = rows.next();
                book.last.merge(
                        book.columns.text(row, "booking_id"), row, (a, b) -> book.number(a) > book.number(b) ? a : b);
            }
        }
        return book;
    }

    private long number(Object[] row) {
        return (Long) columns.value(row, "change_number");
    }

    /** The booking, or null if the ledger does not know it, or knows that it was merged into another. */
    BookingView find(String bookingId) {
        Object[] row = last.get(bookingId);
        return row == null || columns.value(row, "merged_into") != null ? null : view(row);
    }

    /** Every booking that was not merged into another. */
    List<BookingView> all() {
        List<BookingView> views = new ArrayList<>();
        for (Object[] row : last.values()) {
            if (columns.value(row, "merged_into") == null) {
                views.add(view(row));
            }
        }
        return views;
    }

    private BookingView view(Object[] row) {
        List<Host> hosts = new ArrayList<>();
        for (Object h : (Object[]) columns.value(row, "hosts")) {
            Object[] host = (Object[]) h;
            hosts.add(new Host((String) host[0], (String) host[1], (String) host[2]));
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
                hosts);
    }
}
