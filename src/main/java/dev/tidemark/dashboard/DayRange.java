package dev.tidemark.dashboard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Days, both ends included.
 *
 * @param first days since 1970-01-01
 * @param last likewise; not before {@code first}
 */
record DayRange(@JsonIgnore int first, @JsonIgnore int last) {
    private static final int BY_DEFAULT = 30;
    /** More days than any lake has; what has one value a day stays of bounded size. */
    private static final int MOST_DAYS = 20 * 366;

    /**
     * The range that a request asks for with {@code from} and {@code to}.
     *
     * @param newest the range ends there when the request does not say
     */
    static DayRange of(Query query, int newest) {
        Optional<Integer> from = query.day("from");
        int last = query.day("to").orElse(from.isPresent() ? Math.max(newest, from.get()) : newest);
        int first = from.orElse(last - BY_DEFAULT + 1);
        if (first > last) {
            throw ApiException.badRequest("the range begins on " + text(first) + ", after its end on " + text(last)
                    + "; exchange from and to");
        }
        return new DayRange(first, last);
    }

    /** Whether a day is in it. */
    boolean has(int day) {
        return day >= first && day <= last;
    }

    /** How many days it has. */
    int length() {
        return last - first + 1;
    }

    /** As many days, just before. */
    DayRange before() {
        return new DayRange(first - length(), first - 1);
    }

    /** The days of it that another range has too; empty if there are none. */
    Optional<DayRange> and(DayRange other) {
        int from = Math.max(first, other.first);
        int to = Math.min(last, other.last);
        return from > to ? Optional.empty() : Optional.of(new DayRange(from, to));
    }

    /**
     * The range itself.
     *
     * @throws ApiException if it has too many days to tell of each
     */
    DayRange requireCountable() {
        if (length() > MOST_DAYS) {
            throw ApiException.badRequest("the data from " + text(first) + " to " + text(last) + " has " + length()
                    + " days; ask for at most " + MOST_DAYS + " with from and to");
        }
        return this;
    }

    /** The first day as ISO text. */
    public String getFrom() {
        return text(first);
    }

    /** The last day as ISO text. */
    public String getTo() {
        return text(last);
    }

    static String text(int day) {
        return LocalDate.ofEpochDay(day).toString();
    }
}
