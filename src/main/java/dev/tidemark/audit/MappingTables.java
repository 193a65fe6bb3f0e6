package dev.tidemark.audit;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.table.RawText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads every mapping of event types that a lake ever had. */
final class MappingTables {
    private MappingTables() {}

    static MappingHistory history(LakeCut cut, TidemarkConfig config) throws IOException {
        List<EventTypeMapping> versions = new ArrayList<>();
        // in force until a file was read
        versions.add(EventTypeMapping.shipped());
        Optional<TableReader> table = cut.table(BookingTables.BRONZE_EVENT_TYPES);
        if (table.isPresent()) {
            Columns c = new Columns(table.get());
            List<Object[]> rows = new ArrayList<>(table.get().toList());
            rows.sort(Comparator.comparingLong(r -> (Long) c.value(r, "received_at")));
            for (Object[] row : rows) {
                Long knownAt = (Long) c.value(row, "known_at");
                RawText raw = RawText.of(c.text(row, "raw_content_encoding"), c.text(row, "raw_content"));
                try {
                    versions.add(EventTypeMapping.parse(raw.bytes(), knownAt == null ? Long.MIN_VALUE : knownAt));
                } catch (IOException e) {
                    continue; // it was refused, and is in quarantine
                }
            }
        }
        return new MappingHistory(
                versions, new ReportingTime(config.zone()), config.allowedLateness(), config.outOfOrderness());
    }
}
