package dev.tidemark.domain.bookings.reference;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.RefusedFile;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import dev.tidemark.table.RawText;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each version of the mapping file in Bronze, reads it, and tells the lifecycle and {@code silver_event_type_dim}. A
 * broken file goes to quarantine and leaves the last good mapping in force. Runs with parallelism 1.
 */
public final class TrackEventTypes extends ProcessFunction<PolledFile, EventTypeMapping>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TrackEventTypes.class);

    public static final String FEED = "event-types";

    private final OutputTag<TableRow> rows;
    private final ReportingTime time;
    private transient ListState<EventTypeMapping> stored;
    private transient EventTypeMapping current;
    private transient EndOfReplay endOfReplay;
    private transient Counter broken;

    public TrackEventTypes(OutputTag<TableRow> rows, ReportingTime time) {
        this.rows = rows;
        this.time = time;
    }

    @Override
    public void open(OpenContext context) {
        endOfReplay = new EndOfReplay();
        endOfReplay.open(getRuntimeContext());
        broken = getRuntimeContext().getMetricGroup().counter("brokenMappings");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        stored = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("mapping", EventTypeMappingSerializer.TYPE));
        for (EventTypeMapping m : stored.get()) {
            current = m;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        stored.update(current == null ? List.of() : List.of(current));
    }

    @Override
    public void processElement(PolledFile file, Context ctx, Collector<EventTypeMapping> out) {
        if (file.isEndOfReplay()) {
            endOfReplay.reached();
            return;
        }
        if (file.tooLargeBytes() > 0) {
            refuse(new Failure("file_too_large", null, RefusedFile.tooLarge(file)), file, ctx);
            return;
        }
        ctx.output(rows, bronze(file));
        EventTypeMapping next;
        try {
            next = EventTypeMapping.parse(file.content(), file.knownAtMicros());
        } catch (IOException e) {
            refuse(new Failure("invalid_mapping", null, RefusedFile.firstLine(e)), file, ctx);
            return;
        }
        long now = ReportingTime.micros(Instant.now());
        int before = current == null ? 0 : current.entries().size();
        for (int i = 0; i < before; i++) {
            boolean stays = i < next.entries().size()
                    && next.entries()
                            .get(i)
                            .eventType()
                            .equals(current.entries().get(i).eventType());
            if (!stays) {
                ctx.output(rows, row(current.entries().get(i), i, now, true));
            }
        }
        for (int i = 0; i < next.entries().size(); i++) {
            ctx.output(rows, row(next.entries().get(i), i, now, false));
        }
        current = next;
        out.collect(next);
    }

    private void refuse(Failure failure, PolledFile file, Context ctx) {
        broken.inc();
        LOG.warn("{}: the last good mapping stays in force: {}", file.name(), failure.message());
        ctx.output(rows, RefusedFile.whole(FEED, file, failure, time));
    }

    private TableRow bronze(PolledFile file) {
        RawText raw = RawText.of(file.content());
        return TableRow.of(
                BookingTables.BRONZE_EVENT_TYPES,
                file.name(),
                file.version(),
                file.readAtMicros(),
                file.knownAtMicros() == Long.MIN_VALUE ? null : (Long) file.knownAtMicros(),
                time.day(file.readAtMicros()),
                raw.encoding(),
                raw.text());
    }

    private static TableRow row(EventTypeMapping.Entry e, int position, long now, boolean deletion) {
        Object[] values = {
            e.eventType(),
            e.channel(),
            e.campaign(),
            e.validFromDay() == Integer.MIN_VALUE ? null : (Integer) e.validFromDay(),
            e.validToDay() == Integer.MAX_VALUE ? null : (Integer) e.validToDay(),
            position,
            now
        };
        return new TableRow(BookingTables.SILVER_EVENT_TYPES.name(), values, deletion);
    }
}
