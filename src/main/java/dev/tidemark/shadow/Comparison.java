package dev.tidemark.shadow;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import java.util.List;

/** The reference's five Gold tables beside ours, and every difference by its cause. */
public final class Comparison {
    final Deliveries deliveries;
    final ReferenceTables reference;
    final OurGold ours;
    final Waterfall<DayChannel> daily;
    final Waterfall<String> channels;
    final Waterfall<String> spend;
    final Waterfall<Slot> slots;
    final Waterfall<String> meetings;

    /**
     * Compares.
     *
     * @param deliveries the webhooks
     * @param spend the spend rows
     * @param mapping the mapping that our job used
     * @param time the reporting zone of our job
     * @param ours what our job made of the same input
     */
    public Comparison(
            Deliveries deliveries, SpendLines spend, EventTypeMapping mapping, ReportingTime time, OurGold ours) {
        this.deliveries = deliveries;
        this.ours = ours;
        reference = new ReferenceTables(deliveries.all(), spend.all());
        BookingWaterfalls bookings = new BookingWaterfalls(deliveries.all(), reference, ours, mapping, time);
        SpendWaterfall spent = new SpendWaterfall(spend.all(), reference);
        Coverage coverage = Coverage.of(bookings.days(), spent.days());
        daily = bookings.daily();
        channels = bookings.channels(coverage);
        this.spend = spent.channels(coverage, ours);
        slots = bookings.slots();
        meetings = bookings.meetings();
    }

    /** In how many places a number is not explained; 0 if everything adds up. */
    public long unexplained() {
        return List.of(daily, channels, spend, slots, meetings).stream()
                .mapToLong(Waterfall::unexplained)
                .sum();
    }

    /** Everything to show, in order. */
    public List<Section> sections() {
        return new ComparisonSections(this).all();
    }
}
