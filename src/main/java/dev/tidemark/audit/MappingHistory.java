package dev.tidemark.audit;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.lifecycle.BookingBook;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import java.time.Duration;
import java.util.List;

/**
 * Every mapping of event types there was, in order. A booking is attributed by the mapping that was in force when its
 * first webhook came, and again by every later one that became known while its day was open.
 */
final class MappingHistory implements BookingBook.Attribution {
    private final List<EventTypeMapping> versions;
    private final List<EventTypeMapping.Index> indexes;
    private final ReportingTime time;
    private final long graceMicros;

    /** @param versions at least one, in the order in which they became known */
    MappingHistory(List<EventTypeMapping> versions, ReportingTime time, Duration lateness, Duration outOfOrderness) {
        this.versions = List.copyOf(versions);
        this.indexes = versions.stream().map(EventTypeMapping::index).toList();
        this.time = time;
        this.graceMicros = lateness.plus(outOfOrderness).toMillis() * 1_000;
    }

    /** The channels of the newest mapping. */
    List<String> knownChannels() {
        return indexes.get(indexes.size() - 1).channels();
    }

    @Override
    public BookingBook.Attributed of(String eventType, int day, String utmCampaign, long firstReceivedMicros) {
        int by = 0;
        for (int i = 1; i < versions.size(); i++) {
            long known = versions.get(i).knownAtMicros();
            boolean inForce = known <= firstReceivedMicros;
            boolean open = time.dayEnd(day) + graceMicros > known;
            if (inForce || open) {
                by = i;
            }
        }
        EventTypeMapping.Index index = indexes.get(by);
        return new BookingBook.Attributed(
                index.channel(eventType, day),
                index.campaign(eventType, day, utmCampaign),
                index.isMapped(eventType, day));
    }
}
