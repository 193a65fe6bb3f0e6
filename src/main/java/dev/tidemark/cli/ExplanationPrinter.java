package dev.tidemark.cli;

import dev.tidemark.audit.Explanation;
import dev.tidemark.table.TableSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints an explanation for people. */
final class ExplanationPrinter {
    private final TableSpec table;
    private final int limit;
    private final PrintWriter out;

    /** @param limit how many bookings and days of spend to print */
    ExplanationPrinter(TableSpec table, int limit, PrintWriter out) {
        this.table = table;
        this.limit = limit;
        this.out = out;
    }

    void print(Explanation e) {
        out.println(e.table() + "  "
                + table.key().stream().map(k -> k + "=" + e.row().get(k)).collect(Collectors.joining(" ")));
        e.row().forEach((column, value) -> {
            if (!table.key().contains(column)) {
                out.println("  " + column + " = " + shown(value));
            }
        });
        bookings(e);
        spend(e);
        sums(e);
        history(e);
    }

    private void bookings(Explanation e) {
        Explanation.Totals t = e.totals();
        out.println();
        out.println(
                "bookings: " + t.bookings() + " by " + t.people() + " people; " + t.held() + " held, " + t.canceled()
                        + " canceled, " + t.noShows() + " no-shows; moved " + t.reschedules() + " times"
                        + (e.meetings() > 0 ? "; meetings: " + e.meetings() : ""));
        for (Explanation.Booking b : first(e.bookings())) {
            out.println("  " + b.bookingId() + "  " + b.status());
            for (Map<String, String> row : b.ledger()) {
                out.println("    " + row.get("occurred_at") + "  " + row.get("change") + "  "
                        + moved("", row.get("status_before"), row.get("status_after"))
                        + moved("  meeting ", row.get("meeting_start_before"), row.get("meeting_start_after"))
                        + "  " + row.get("channel")
                        + (row.get("campaign") == null ? "" : "/" + row.get("campaign"))
                        + (row.get("delivery_id") == null ? "" : "  delivery " + row.get("delivery_id")));
            }
        }
        more(e.bookings().size(), "bookings");
    }

    private void spend(Explanation e) {
        if (e.spend().isEmpty()) {
            return;
        }
        out.println();
        out.println("spend: " + e.totals().spend() + " USD on " + e.spend().size() + " days");
        for (Explanation.Spend s : first(e.spend())) {
            out.println("  " + s.date() + "  " + s.channel() + "  " + s.amount());
            for (Map<String, String> r : s.revisions()) {
                out.println("    revision " + r.get("revision") + "  " + r.get("spend") + "  as of "
                        + r.get("as_of_date") + "  " + r.get("source_file"));
            }
        }
        more(e.spend().size(), "days");
    }

    private void sums(Explanation e) {
        out.println();
        if (e.differences().isEmpty()) {
            out.println("the parts add up to the row");
        } else {
            out.println("the parts do NOT add up to the row:");
            e.differences().forEach(d -> out.println("  " + d));
        }
    }

    private void history(Explanation e) {
        out.println();
        out.println("history, newest first:");
        for (Explanation.Version v : e.history()) {
            out.println("  version " + v.version() + "  " + v.committedAt() + "  "
                    + v.changes().stream()
                            .map(c -> moved(c.column() + " ", c.before(), c.after()))
                            .collect(Collectors.joining(", ")));
        }
        if (!e.historyComplete()) {
            out.println("  ... and older versions; see --versions (commits older than the log's retention are gone)");
        }
    }

    private <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(limit, all.size()));
    }

    private void more(int size, String what) {
        if (size > limit) {
            out.println("  ... and " + (size - limit) + " " + what + " more; see --limit");
        }
    }

    private static String moved(String what, String before, String after) {
        if (before == null) {
            return after == null ? "" : what + after;
        }
        return before.equals(after) ? what + after : what + before + " -> " + shown(after);
    }

    private static String shown(String value) {
        return value == null ? "(none)" : value;
    }
}
