package dev.tidemark.dashboard;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** How far the lake has come. */
final class Freshness {
    static final String QUALITY = "gold_data_quality";
    private static final String DELIVERIES = "bronze_calendly_webhooks";
    /** A commit without rows says nothing; so many commits back are looked at. */
    private static final int LOOKED_BACK = 100;

    private final Lake lake;
    private final LakeTables tables;
    private final TableSpec quality;
    private String deliveriesOf = "";
    private Optional<Instant> newestDelivery = Optional.empty();

    Freshness(Lake lake, LakeTables tables) {
        this.lake = lake;
        this.tables = tables;
        this.quality = tables.spec(QUALITY);
    }

    /** When the newest delivery that is in Bronze was received, to the millisecond; empty without any. */
    synchronized Optional<Instant> newestDelivery() throws IOException {
        String of = tables.some(DELIVERIES);
        if (!of.equals(deliveriesOf)) {
            long version = tables.version(DELIVERIES);
            newestDelivery = Optional.empty();
            for (long v = version; v >= 0 && v > version - LOOKED_BACK && newestDelivery.isEmpty(); v--) {
                newestDelivery = lake.greatest(DELIVERIES, v, "received_at").map(Instant::parse);
            }
            deliveriesOf = of;
        }
        return newestDelivery;
    }

    /** How many records were received, of all feeds and all time. */
    long received() throws IOException {
        Optional<KeptRows> rows = tables.kept(quality);
        long[] all = {0};
        rows.ifPresent(kept -> {
            int received = kept.ordinal("received");
            kept.forEach(row -> {
                all[0] += (Long) row[received];
                return true;
            });
        });
        return all[0];
    }

    /** How far event time has come, by the data-quality table; empty before the start. */
    Optional<Instant> watermark() throws IOException {
        Optional<KeptRows> rows = tables.kept(quality);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        int watermark = rows.get().ordinal("watermark");
        long[] newest = {Long.MIN_VALUE};
        rows.get().forEach(row -> {
            newest[0] = row[watermark] == null ? newest[0] : Math.max(newest[0], (Long) row[watermark]);
            return true;
        });
        return newest[0] == Long.MIN_VALUE ? Optional.empty() : Optional.of(ReportingTime.instant(newest[0]));
    }
}
