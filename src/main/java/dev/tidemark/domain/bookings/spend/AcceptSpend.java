package dev.tidemark.domain.bookings.spend;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import dev.tidemark.silver.Quarantine;
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
    private final ReportingTime time;
    private transient EndOfReplay endOfReplay;
    private transient Counter received;
    private transient Counter quarantined;

    public AcceptSpend(OutputTag<TableRow> rows, ReportingTime time) {
        this.rows = rows;
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
        int dayRead = time.day(file.readAtMicros());
        SpendRows.Read read;
        try {
            read = SpendRows.read(file, dayRead);
        } catch (IOException e) {
            quarantined.inc();
            Failure failure = new Failure(
                    "invalid_json", null, e.getMessage().lines().findFirst().orElse(""));
            ctx.output(rows, quarantine("decode", file, 0, file.content(), List.of(failure)));
            return;
        }
        for (SpendRows.Checked row : read.rows()) {
            received.inc();
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
                ctx.output(
                        rows,
                        quarantine(
                                "validate",
                                file,
                                row.number(),
                                row.raw().getBytes(StandardCharsets.UTF_8),
                                row.failures()));
            }
        }
    }

    private TableRow quarantine(String stage, PolledFile file, int row, byte[] raw, List<Failure> failures) {
        String position = file.name() + "@" + file.version() + ":" + row;
        return Quarantine.row(
                stage,
                failures,
                new Envelope(
                        FEED,
                        position,
                        file.readAtMicros(),
                        null,
                        raw,
                        position,
                        file.readAtMicros(),
                        Envelope.Origin.PULLED,
                        null),
                time);
    }
}
