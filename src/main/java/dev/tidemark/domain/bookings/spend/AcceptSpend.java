package dev.tidemark.domain.bookings.spend;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.DeliveryOutcome;
import dev.tidemark.domain.bookings.RefusedFile;
import dev.tidemark.gold.Contribution;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Writes every row of a spend file to Bronze, checks it, and passes it on or puts it into quarantine. */
public final class AcceptSpend extends ProcessFunction<PolledFile, SpendRow> {
    private static final long serialVersionUID = 1L;
    public static final String FEED = "ad-spend";

    private final OutputTag<TableRow> rows;
    private final OutputTag<Contribution> contributions;
    private final List<GoldTable> goldTables;
    private final ReportingTime time;
    private transient EndOfReplay endOfReplay;
    private transient Counter received;
    private transient Counter quarantined;

    /**
     * @param rows where rows of Bronze and quarantine go
     * @param contributions where goes what the rows themselves add to Gold
     * @param goldTables the tables that they add to
     * @param time the reporting zone
     */
    public AcceptSpend(
            OutputTag<TableRow> rows,
            OutputTag<Contribution> contributions,
            List<GoldTable> goldTables,
            ReportingTime time) {
        this.rows = rows;
        this.contributions = contributions;
        this.goldTables = List.copyOf(goldTables);
        this.time = time;
    }

    @Override
    public void open(OpenContext context) {
        endOfReplay = new EndOfReplay();
        endOfReplay.open(getRuntimeContext());
        received = getRuntimeContext().getMetricGroup().counter("received");
        quarantined = getRuntimeContext().getMetricGroup().counter("quarantined");
    }

    @Override
    public void processElement(PolledFile file, Context ctx, Collector<SpendRow> out) {
        if (file.isEndOfReplay()) {
            endOfReplay.reached();
            return;
        }
        if (file.tooLargeBytes() > 0) {
            refuse(new Failure("file_too_large", null, RefusedFile.tooLarge(file)), file, ctx);
            return;
        }
        int dayRead = time.day(file.readAtMicros());
        SpendRows read;
        try {
            read = SpendRows.of(file, dayRead);
        } catch (IOException e) {
            refuse(new Failure("invalid_json", null, RefusedFile.firstLine(e)), file, ctx);
            return;
        }
        read.forEach(row -> {
            received.inc();
            count(DeliveryOutcome.received(FEED, file.readAtMicros(), null), ctx);
            ctx.output(
                    rows,
                    TableRow.of(
                            BookingTables.BRONZE_AD_SPEND,
                            file.name(),
                            read.asOfDay(),
                            file.version(),
                            row.number(),
                            file.readAtMicros(),
                            dayRead,
                            row.raw()));
            if (row.row() != null) {
                out.collect(row.row());
            } else {
                quarantined.inc();
                count(
                        DeliveryOutcome.quarantined(
                                FEED, file.readAtMicros(), row.failures().get(0).reason()),
                        ctx);
                byte[] raw = row.raw().getBytes(StandardCharsets.UTF_8);
                ctx.output(rows, RefusedFile.row(FEED, "validate", file, row.number(), raw, row.failures(), time));
            }
        });
    }

    private void refuse(Failure failure, PolledFile file, Context ctx) {
        received.inc();
        quarantined.inc();
        count(DeliveryOutcome.received(FEED, file.readAtMicros(), null), ctx);
        count(DeliveryOutcome.quarantined(FEED, file.readAtMicros(), failure.reason()), ctx);
        ctx.output(rows, RefusedFile.whole(FEED, file, failure, time));
    }

    private void count(DeliveryOutcome fact, Context ctx) {
        Contribution.of(fact, 1, goldTables, c -> ctx.output(contributions, c));
    }
}
