package dev.tidemark.generate;

import dev.tidemark.generate.expected.GroundTruth;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The deliveries of a run in the order of their arrival. The n-th is the same whenever it is asked for, so whoever
 * sends them can go on after a restart from the index that was acknowledged last.
 *
 * <p>In memory are the deliveries of bookings that are still open and, unless it is only to be sent, about 350 bytes for
 * each booking so far, from which {@link #truth()} is told. Not safe for use by several threads.
 */
public final class Traffic implements Iterator<Delivery> {
    private final PriorityQueue<PlannedDelivery> open = new PriorityQueue<>();
    private final BodyWriter bodies = new BodyWriter();
    private final DeliveryCounts counts = new DeliveryCounts();
    private final GroundTruth truth;
    private final boolean told;
    private final Planner planner;
    private final long startMicros;

    public Traffic(GeneratorOptions options) {
        this(options, true);
    }

    private Traffic(GeneratorOptions options, boolean told) {
        EventTypes eventTypes = new EventTypes(options);
        this.told = told;
        truth = new GroundTruth(options.reportingZone(), eventTypes.mappings());
        new AdSpend(options).disclose(truth.spend());
        planner = new Planner(options, eventTypes, open::add, told ? truth::add : booking -> {});
        startMicros = IsoTime.micros(options.start());
    }

    /** Traffic that is only to be sent, from the delivery with that index on; those before count as sent. */
    public static Traffic toSend(GeneratorOptions options, long fromIndex) {
        Traffic traffic = new Traffic(options, false);
        while (traffic.counts.deliveries() < fromIndex && traffic.hasNext()) {
            traffic.send();
        }
        return traffic;
    }

    /** The rest of the deliveries, as bodies alone; what is taken here is not given again. */
    public Iterator<byte[]> bodies() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Traffic.this.hasNext();
            }

            @Override
            public byte[] next() {
                return Traffic.this.next().body();
            }
        };
    }

    @Override
    public boolean hasNext() {
        while (planner.hasNext() && (open.isEmpty() || open.peek().arrivalMicros() >= planner.nextMicros())) {
            planner.planNext();
        }
        return !open.isEmpty();
    }

    @Override
    public Delivery next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + counts.deliveries() + " deliveries are sent");
        }
        long index = counts.deliveries();
        PlannedDelivery planned = send();
        return new Delivery(
                index,
                Duration.ofNanos((planned.arrivalMicros() - startMicros) * 1_000),
                IsoTime.instant(planned.createdAtMicros()),
                planned.fate() == PlannedDelivery.Fate.LATE,
                bodies.write(planned));
    }

    /**
     * What the deliveries so far, and all of the ad spend, have disclosed.
     *
     * @throws IllegalStateException if it is only {@link #toSend}
     */
    public GroundTruth truth() {
        if (!told) {
            throw new IllegalStateException("of traffic that is only to be sent nothing is kept to tell");
        }
        return truth;
    }

    /** How many deliveries there were so far, and of what kinds. */
    public DeliveryCounts counts() {
        return counts;
    }

    private PlannedDelivery send() {
        PlannedDelivery delivery = open.poll();
        counts.count(delivery);
        switch (delivery.fate()) {
            case ACCEPTED -> {
                if (delivery.disclose()) {
                    counts.countSuperseded();
                }
                truth.sawWebhookOf(IsoTime.instant(delivery.createdAtMicros()));
            }
            case DUPLICATE, UNSUPPORTED -> truth.sawWebhookOf(IsoTime.instant(delivery.createdAtMicros()));
            case LATE, MALFORMED -> {}
        }
        return delivery;
    }
}
