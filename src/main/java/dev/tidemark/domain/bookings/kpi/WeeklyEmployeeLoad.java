package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.RATIO;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.MeetingView;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.Map;
import java.util.function.Consumer;

/** The hosts' meetings week by week, against each other. A group is a week, by its Monday; a cell a host. */
public final class WeeklyEmployeeLoad implements GoldTable {
    private static final long serialVersionUID = 1L;

    /** Below this nobody is overloaded, however little the others have. */
    private static final long FULL_MINUTES = 600;

    private static final TableSpec SPEC = TableSpec.upsert("gold_weekly_employee_load", Layer.GOLD)
            .column("week_start", DATE, "Monday of the week the meetings start in, in the reporting zone")
            .column("user_id", STRING, "Last part of the host's URI")
            .column("meetings_count", LONG, Unit.COUNT, "Meetings that are not canceled, at their last agreed time")
            .column("meeting_minutes", LONG, Unit.MINUTES, "Whole minutes of these meetings")
            .column(
                    "share_of_team",
                    RATIO,
                    Unit.SHARE,
                    "Part of the minutes of all hosts with a meeting that week, 0 to 1")
            .column(
                    "load_vs_team_average",
                    ColumnType.decimal(18, 4),
                    Unit.RATIO,
                    "meeting_minutes / mean minutes of the hosts with a meeting that week; 1 = as the average")
            .column(
                    "overloaded",
                    BOOLEAN,
                    "More than twice the median minutes of the hosts with a meeting that week, and more than 10 hours")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("week_start", "user_id")
            .partitionBy("week_start")
            .title("Team load by week")
            .meaning("Meetings of each host by week, compared with the others who have a meeting that week")
            .panel(Panel.bar("week_start", "user_id", "meeting_minutes", "meetings_count"))
            .build();

    private static final int MEETINGS = 0;
    private static final int MINUTES = 1;
    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(2);

    private final ReportingTime time;

    public WeeklyEmployeeLoad(ReportingTime time) {
        this.time = time;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public Measure[] measures() {
        return MEASURES;
    }

    @Override
    public void contribute(GoldFact fact, Contributions out) {
        if (fact instanceof MeetingView m && m.outcome() != MeetingOutcome.CANCELED) {
            int week = ReportingTime.weekStart(time.day(m.startMicros()));
            m.hosts().stream()
                    .map(Host::userId)
                    .distinct()
                    .forEach(user -> out.add(week, CellKey.channel(user), 1, m.minutes()));
        }
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("week_start")].equals((int) group)
                && row[SPEC.ordinal("user_id")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        int week = (int) group.number();
        long[] minutes = group.cells().values().stream()
                .mapToLong(a -> a[MINUTES])
                .sorted()
                .toArray();
        long team = 0;
        for (long m : minutes) {
            team += m;
        }
        long twiceMedian = minutes.length == 0 ? 0 : minutes[(minutes.length - 1) / 2] + minutes[minutes.length / 2];
        for (CellKey cell : group.changed()) {
            if (!group.cells().containsKey(cell)) {
                out.accept(TableRow.deletion(SPEC, week, cell.channel(), null, null, null, null, null, null));
            }
        }
        // every host's row tells of the others: one change changes them all
        for (Map.Entry<CellKey, long[]> e : group.cells().entrySet()) {
            long own = e.getValue()[MINUTES];
            out.accept(TableRow.of(
                    SPEC,
                    week,
                    e.getKey().channel(),
                    e.getValue()[MEETINGS],
                    own,
                    Decimals.share(own, team),
                    Decimals.share(own * minutes.length, team),
                    own > twiceMedian && own > FULL_MINUTES,
                    group.nowMicros()));
        }
    }
}
