package dev.tidemark.topology;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.BookingViews;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.ViewSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Every table and view of every domain: what the sink writes and the command line shows. */
public final class Tables {
    private Tables() {}

    public static Catalog catalog() {
        List<TableSpec> tables = new ArrayList<>(BookingTables.all());
        tables.add(Quarantine.TABLE);
        // the specs are the same in every zone
        WindowRule anyZone = new WindowRule(new ReportingTime(ZoneOffset.UTC), Duration.ZERO);
        BookingGold.tables(anyZone).stream().map(GoldTable::spec).forEach(tables::add);
        return new Catalog(tables);
    }

    /** Views over the tables, for query engines. */
    public static List<ViewSpec> views() {
        return BookingViews.all();
    }
}
