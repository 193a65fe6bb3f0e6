package dev.tidemark.shadow;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import dev.tidemark.shadow.ReferenceRecord.HostRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes the reference's faults away one by one and counts again after each, for every table that counts bookings. What
 * is counted last must be what our job wrote: it is found from the deliveries, never from our tables.
 */
final class BookingWaterfalls {
    private final ReferenceTables reference;
    private final OurGold ours;
    private final EventTypeMapping.Index mapping;
    private final ReportingTime time;

    private final List<Delivery> counted = new ArrayList<>();
    private final List<Delivery> unbroken = new ArrayList<>();
    private final List<Delivery> inTime = new ArrayList<>();
    private final List<Delivery> once;
    private final List<Delivery> unmoved = new ArrayList<>();
    private final List<ShadowBooking> bookings;

    BookingWaterfalls(
            List<Delivery> deliveries,
            ReferenceTables reference,
            OurGold ours,
            EventTypeMapping mapping,
            ReportingTime time) {
        this.reference = reference;
        this.ours = ours;
        this.mapping = mapping.index();
        this.time = time;
        for (Delivery d : deliveries) {
            if (d.isCountedByReference()) {
                counted.add(d);
                if (d.refusal() == null) {
                    inTime.add(d);
                }
                if (d.refusal() == null || d.refusal().equals(Delivery.LATE)) {
                    unbroken.add(d);
                }
            }
        }
        ShadowBookings found = new ShadowBookings(deliveries);
        once = found.creations();
        bookings = found.bookings();
        bookings.stream().map(ShadowBooking::created).filter(Objects::nonNull).forEach(unmoved::add);
    }

    /** The days that bookings were made on. */
    Coverage.Days days() {
        Coverage.Days days = new Coverage.Days();
        bookings.forEach(b -> days.add(day(b)));
        return days;
    }

    /** From its {@code bookings_count} of a day to ours. */
    Waterfall<DayChannel> daily() {
        Waterfall<DayChannel> w = Waterfall.from("reference_bookings_count", "its daily table", reference.daily())
                .without(Cause.LOST_WITHOUT_DATE, reference.rows());
        return outcomes(toBookings(w))
                .reaches("net_bookings_count", "ours: gold_daily_bookings_by_channel", Tally.of(ours.netBookings()));
    }

    /** From its {@code total_bookings_count} to ours. */
    Waterfall<String> channels(Coverage coverage) {
        Waterfall<DayChannel> byDay = toBookings(
                Waterfall.from("reference_total_bookings_count", "its total, all days of meetings", reference.rows()));
        Waterfall<String> w = byDay.mapCells(DayChannel::channel);
        Function<ShadowBooking, String> covered = b -> coverage.contains(day(b)) ? channel(b) : null;
        return w.without(Cause.WINDOW, bookings(covered, b -> true))
                .reaches(
                        "total_bookings_count",
                        "ours: gold_cpb_by_channel, covered days",
                        channel(OurGold.Channel::bookings))
                .without(Cause.CANCELLATIONS, bookings(covered, b -> b.status() != BookingStatus.CANCELED))
                .without(Cause.NO_SHOWS, bookings(covered, b -> b.status() == BookingStatus.BOOKED))
                .reaches(
                        "net_bookings_count", "ours: gold_cpb_by_channel, covered days", channel(OurGold.Channel::net));
    }

    /** From its meetings by weekday and hour to ours. */
    Waterfall<Slot> slots() {
        Function<ReferenceRecord, Slot> there = ReferenceTables::slot;
        return corrected(Waterfall.from("reference_bookings_count", "its time analysis", reference.slots()), there)
                .without(
                        Cause.EVENT_TYPES,
                        located(there, (slot, b) -> new Slot(channel(b), slot.dayOfWeek(), slot.hour())))
                .without(
                        Cause.REPORTING_ZONE,
                        bookings(
                                b -> ReferenceTables.slot(b.root().reference().startMicros(), channel(b), time),
                                b -> true))
                .without(Cause.MOVED_MEETINGS, bookings(this::lastSlot, b -> true))
                .without(Cause.CANCELLATIONS, bookings(this::lastSlot, b -> b.status() != BookingStatus.CANCELED))
                .reaches("bookings_count", "ours: gold_booking_time_analysis", Tally.of(ours.slots()));
    }

    /** From its meetings by host to ours. */
    Waterfall<String> meetings() {
        Waterfall<String> w = Waterfall.from("reference_total_meetings_count", "its meeting load", reference.meetings())
                .without(Cause.EXPLODED_ROWS, hosts(counted))
                .without(Cause.BROKEN_RECORDS, hosts(unbroken))
                .without(Cause.LATE_RECORDS, hosts(inTime))
                .without(Cause.DUPLICATES, hosts(once))
                .without(Cause.RESCHEDULES, hosts(unmoved))
                .without(
                        Cause.NEVER_CREATED,
                        hosts(bookings.stream().map(ShadowBooking::root).toList()));
        Tally<String> moved = new Tally<>();
        Tally<String> uncanceled = new Tally<>();
        Tally<String> meetings = new Tally<>();
        Set<String> seen = new HashSet<>();
        for (ShadowBooking b : bookings) {
            boolean canceled = b.status() == BookingStatus.CANCELED;
            boolean first = !canceled && b.meeting() != null && seen.add(b.meeting());
            for (String host : b.hosts()) {
                moved.add(host, 1);
                uncanceled.add(host, canceled ? 0 : 1);
                meetings.add(host, first ? 1 : 0);
            }
        }
        w.without(Cause.MOVED_MEETINGS, moved)
                .without(Cause.CANCELLATIONS, uncanceled)
                .without(Cause.GROUP_MEETINGS, meetings);
        if (ours.meetings() != null) {
            w.reaches("total_meetings_count", "ours: gold_meeting_load_per_employee", Tally.of(ours.meetings()));
        }
        return w;
    }

    /** The steps up to what both would call a booking, each by the day and channel that it is counted for. */
    private Waterfall<DayChannel> toBookings(Waterfall<DayChannel> w) {
        Function<ReferenceRecord, DayChannel> there = ReferenceTables::dayChannel;
        return corrected(w, there)
                .without(Cause.EVENT_TYPES, located(there, (cell, b) -> new DayChannel(cell.day(), channel(b))))
                .without(Cause.MEETING_DATE, bookings(this::dayChannel, b -> true))
                .reaches("bookings_count", "ours: gold_daily_bookings_by_channel, all days", Tally.of(ours.bookings()));
    }

    /** The steps that change how often something is counted, not where. */
    private <K> Waterfall<K> corrected(Waterfall<K> w, Function<ReferenceRecord, K> there) {
        return w.without(Cause.EXPLODED_ROWS, each(counted, there))
                .without(Cause.BROKEN_RECORDS, each(unbroken, there))
                .without(Cause.LATE_RECORDS, each(inTime, there))
                .without(Cause.DUPLICATES, each(once, there))
                .without(Cause.RESCHEDULES, each(unmoved, there))
                .without(
                        Cause.NEVER_CREATED,
                        each(bookings.stream().map(ShadowBooking::root).toList(), there));
    }

    private Waterfall<DayChannel> outcomes(Waterfall<DayChannel> w) {
        return w.without(Cause.CANCELLATIONS, bookings(this::dayChannel, b -> b.status() != BookingStatus.CANCELED))
                .without(Cause.NO_SHOWS, bookings(this::dayChannel, b -> b.status() == BookingStatus.BOOKED));
    }

    private static <K> Tally<K> each(Collection<Delivery> deliveries, Function<ReferenceRecord, K> where) {
        Tally<K> tally = new Tally<>();
        deliveries.forEach(d -> tally.add(where.apply(d.reference()), 1));
        return tally;
    }

    private static Tally<String> hosts(Collection<Delivery> deliveries) {
        Tally<String> tally = new Tally<>();
        for (Delivery d : deliveries) {
            d.reference().hosts().stream().map(HostRows::userId).distinct().forEach(host -> tally.add(host, 1));
        }
        return tally;
    }

    private <K> Tally<K> located(Function<ReferenceRecord, K> there, BiFunction<K, ShadowBooking, K> ours) {
        return bookings(b -> ours.apply(there.apply(b.root().reference()), b), b -> true);
    }

    /** Counts the bookings that are wanted, each where it belongs; one that belongs nowhere (null) is left out. */
    private <K> Tally<K> bookings(Function<ShadowBooking, K> where, Predicate<ShadowBooking> wanted) {
        Tally<K> tally = new Tally<>();
        for (ShadowBooking b : bookings) {
            K cell = wanted.test(b) ? where.apply(b) : null;
            if (cell != null) {
                tally.add(cell, 1);
            }
        }
        return tally;
    }

    private Tally<String> channel(Function<OurGold.Channel, Long> number) {
        Tally<String> tally = new Tally<>();
        ours.channels().forEach((channel, row) -> tally.add(channel, number.apply(row)));
        return tally;
    }

    private DayChannel dayChannel(ShadowBooking b) {
        return new DayChannel(day(b), channel(b));
    }

    private Slot lastSlot(ShadowBooking b) {
        return b.startMicros() == null ? null : ReferenceTables.slot(b.startMicros(), channel(b), time);
    }

    private int day(ShadowBooking b) {
        return time.day(b.createdAtMicros());
    }

    private String channel(ShadowBooking b) {
        return mapping.channel(b.eventType(), day(b));
    }
}
