package dev.tidemark.shadow;

import java.util.Locale;

/** Why a number of the reference differs from ours, in the order in which its faults are taken away. */
public enum Cause {
    LOST_WITHOUT_DATE("counted in its totals, but its daily table cannot join rows without a date"),
    EXPLODED_ROWS("one row for each question x guest x host x dial-in number, and rows counted as bookings"),
    BROKEN_RECORDS("counted although a rule is broken; ours are in quarantine"),
    LATE_RECORDS("came after the day had closed for good; ours are in quarantine"),
    DUPLICATES("the same invitee told again: retries, overlapping subscriptions"),
    RESCHEDULES("the new half of a reschedule counted as a new booking"),
    NEVER_CREATED("known by a cancellation, a move or a no-show alone: the reference looks at invitee.created only"),
    EVENT_TYPES("event types mapped otherwise: by the mapping valid on the booking's day, not three fixed ids"),
    MEETING_DATE("counted on the meeting's day in UTC, ours on the day the booking was made; moves between days"),
    REPORTING_ZONE("hours in UTC, ours in the reporting zone"),
    MOVED_MEETINGS("meetings that were moved: ours stand at the last agreed time and hosts"),
    GROUP_MEETINGS("several invitees of one meeting counted as so many meetings"),
    CHANNEL_SPELLING("channels written with blanks or capitals taken for other channels"),
    CHANNEL_WITHOUT_ROW("channels that it does not know, put under others; ours have rows of their own"),
    REPEATED_SPEND("days told again, or restated, summed up; ours takes the newest"),
    PARTS_OF_CENTS("amounts rounded to cents"),
    WINDOW("days that bookings and spend do not both cover"),
    CANCELLATIONS("canceled bookings"),
    NO_SHOWS("bookings that nobody came to");

    private final String meaning;

    Cause(String meaning) {
        this.meaning = meaning;
    }

    /** The word for tables, such as {@code exploded_rows}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, in one line. */
    public String meaning() {
        return meaning;
    }
}
