package dev.tidemark.generate.expected;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** All that the expected tables are made of: the bookings, the spend, the mapping, the as-of instant and the zone. */
public final class GroundTruth {
    static final String OTHERS = "others";
    /** How long after its window a row can still change. */
    private static final Duration ALLOWED_LATENESS = Duration.ofDays(60);

    private final ZoneId reportingZone;
    private final Map<String, List<EventTypeMapping>> mappings = new HashMap<>();
    private final SortedSet<String> knownChannels = new TreeSet<>(List.of(OTHERS));
    private final List<BookingFacts> bookings = new ArrayList<>();
    private final SpendFacts spend = new SpendFacts();
    private Instant asOf = Instant.MIN;

    public GroundTruth(ZoneId reportingZone, List<EventTypeMapping> mappings) {
        this.reportingZone = reportingZone;
        for (EventTypeMapping m : mappings) {
            this.mappings.computeIfAbsent(m.eventType(), t -> new ArrayList<>()).add(m);
            knownChannels.add(m.channel());
        }
    }

    public void add(BookingFacts booking) {
        bookings.add(booking);
    }

    public SpendFacts spend() {
        return spend;
    }

    /** Takes the {@code created_at} of a valid or unsupported webhook: the newest of them is the as-of instant. */
    public void sawWebhookOf(Instant createdAt) {
        if (createdAt.isAfter(asOf)) {
            asOf = createdAt;
        }
    }

    /** The newest webhook {@code created_at} seen, {@link Instant#MIN} before the first. */
    public Instant asOf() {
        return asOf;
    }

    /** Visits every booking as it stands as of {@link #asOf}; none of them is held in memory. */
    public void forEachBooking(Consumer<ExpectedBooking> visit) {
        for (BookingFacts b : bookings) {
            b.resolve(this).forEach(visit);
        }
    }

    ZoneId reportingZone() {
        return reportingZone;
    }

    LocalDate day(Instant instant) {
        return instant.atZone(reportingZone).toLocalDate();
    }

    /** The mapping of an event type for the bookings of a day, or null. */
    EventTypeMapping mapping(String eventType, LocalDate day) {
        return mappings.getOrDefault(eventType, List.of()).stream()
                .filter(m -> m.validOn(day))
                .findFirst()
                .orElse(null);
    }

    SortedSet<String> knownChannels() {
        return knownChannels;
    }

    /** Whether nothing that comes later can change a window which ended then. */
    boolean isPast(Instant windowEnd) {
        return !asOf.isBefore(windowEnd.plus(ALLOWED_LATENESS));
    }

    boolean isPast(LocalDate day) {
        return isPast(day.plusDays(1).atStartOfDay(reportingZone).toInstant());
    }

    static int isoWeek(LocalDate day) {
        return day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }
}
