package dev.tidemark.domain.bookings.spend;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.DeliveryOutcome;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.gold.Contribution;
import dev.tidemark.table.TableRow;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the revisions of each day's and channel's spend: the newest as-of date counts, then the newest arrival. A
 * repeated row is passed over; every other one is a revision, kept in Silver, whether it counts or is older.
 */
public final class ReviseSpend extends KeyedProcessFunction<SpendKey, SpendRow, Contribution> {
    private static final long serialVersionUID = 1L;

    private final OutputTag<TableRow> rows;
    private final List<GoldTable> goldTables;
    private transient ValueState<SpendRevisions> revisions;
    private transient Counter accepted;
    private transient Counter duplicates;

    public ReviseSpend(OutputTag<TableRow> rows, List<GoldTable> goldTables) {
        this.rows = rows;
        this.goldTables = List.copyOf(goldTables);
    }

    @Override
    public void open(OpenContext context) {
        revisions = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("revisions", TypeInformation.of(SpendRevisions.class)));
        accepted = getRuntimeContext().getMetricGroup().counter("accepted");
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
    }

    @Override
    public void processElement(SpendRow row, Context ctx, Collector<Contribution> out) throws Exception {
        SpendRevisions before = revisions.value();
        SpendRevisions after = (before == null ? SpendRevisions.NONE : before).with(row.asOfDay(), row.spendCents());
        if (after == null) {
            duplicates.inc();
            count(row, Outcome.DUPLICATE, out);
            return;
        }
        boolean superseded = before != null && after.isSupersededBy(before);
        accepted.inc();
        count(row, superseded ? Outcome.SUPERSEDED : Outcome.ACCEPTED, out);
        revisions.update(after);
        ctx.output(
                rows,
                TableRow.of(
                        BookingTables.SILVER_MARKETING,
                        row.spendDay(),
                        row.channel(),
                        BigDecimal.valueOf(row.spendCents(), 2),
                        row.asOfDay(),
                        row.sourceFile(),
                        row.readAtMicros(),
                        after.count()));
        if (superseded) {
            return; // kept, but it does not count
        }
        List<SpendDay> gone = before == null ? List.of() : List.of(day(row, before));
        Contribution.ofChange(gone, List.of(day(row, after)), goldTables, out::collect);
    }

    private void count(SpendRow row, Outcome outcome, Collector<Contribution> out) {
        DeliveryOutcome fact = DeliveryOutcome.of(AcceptSpend.FEED, row.readAtMicros(), outcome);
        Contribution.of(fact, 1, goldTables, out::collect);
    }

    private static SpendDay day(SpendRow row, SpendRevisions r) {
        return new SpendDay(row.spendDay(), row.channel(), r.currentCents(), r.currentAsOfDay());
    }
}
