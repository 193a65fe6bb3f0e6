package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.LONG;
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
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The meetings of each host. A group is the hosts of one hash; a cell is the sums of a host's week, or an address or a
 * name that the host had on a day, counted so that it goes when the last meeting goes that tells it.
 */
public final class MeetingLoadPerEmployee implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = TableSpec.upsert("gold_meeting_load_per_employee", Layer.GOLD)
            .column("user_id", STRING, "Last part of the host's URI")
            .column("user_email", STRING, "E-mail address on the latest day with a meeting that tells one")
            .column("user_name", STRING, "Name on the latest day with a meeting that tells one")
            .column(
                    "total_meetings_count",
                    LONG,
                    Unit.COUNT,
                    "Meetings that are not canceled, at their last agreed time, also those to come; a no-show is one;"
                            + " several invitees of one event are one")
            .column("meeting_minutes", LONG, Unit.MINUTES, "Whole minutes of these meetings")
            .column("canceled_count", LONG, Unit.COUNT, "Meetings that every invitee canceled")
            .column("no_show_count", LONG, Unit.COUNT, "Meetings that nobody came to who had not canceled")
            .column(
                    "average_meetings_per_week",
                    ColumnType.decimal(18, 4),
                    Unit.COUNT,
                    "total_meetings_count / weeks from the first to the last with one, weeks between included; null"
                            + " without meetings")
            .column(
                    "busiest_week_count",
                    LONG,
                    Unit.COUNT,
                    "Most meetings in one week, Monday to Sunday in the reporting zone")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("user_id")
            .title("Meetings by host")
            .meaning("Meetings of each host over all time; each host of a meeting counts it")
            .panel(Panel.rank("user_name", null, "total_meetings_count", "meeting_minutes"))
            .build();

    /** What a cell holds; its slot. */
    private static final long SUMS = 0;

    private static final long EMAIL = 1;
    private static final long NAME = 2;

    private static final int KNOWN = 0;
    private static final int MEETINGS = 1;
    private static final int MINUTES = 2;
    private static final int CANCELED = 3;
    private static final int NO_SHOWS = 4;
    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(5);
    private static final Comparator<CellKey> LATEST =
            Comparator.comparingInt(CellKey::day).thenComparing(CellKey::detail);

    private final ReportingTime time;

    public MeetingLoadPerEmployee(ReportingTime time) {
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
        if (!(fact instanceof MeetingView m)) {
            return;
        }
        int day = time.day(m.startMicros());
        boolean canceled = m.outcome() == MeetingOutcome.CANCELED;
        SortedSet<String> users = new TreeSet<>();
        for (Host host : m.hosts()) {
            String user = host.userId();
            long group = user.hashCode();
            tell(group, new CellKey(day, EMAIL, user, text(host.email())), out);
            tell(group, new CellKey(day, NAME, user, text(host.name())), out);
            if (users.add(user)) {
                out.add(
                        group,
                        new CellKey(ReportingTime.weekStart(day), SUMS, user, ""),
                        1,
                        canceled ? 0 : 1,
                        canceled ? 0 : m.minutes(),
                        canceled ? 1 : 0,
                        m.outcome() == MeetingOutcome.NO_SHOW ? 1 : 0);
            }
        }
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }

    private static void tell(long group, CellKey cell, Contributions out) {
        if (!cell.detail().isEmpty()) {
            out.add(group, cell, 1, 0, 0, 0, 0);
        }
    }

    /** One host's row in the making. */
    private static final class Load {
        private final long[] sums = new long[MEASURES.length];
        private final SortedMap<Integer, Long> meetingsByWeek = new TreeMap<>();
        private CellKey email;
        private CellKey name;

        void add(CellKey cell, long[] amounts) {
            if (cell.slot() == EMAIL) {
                email = later(email, cell);
            } else if (cell.slot() == NAME) {
                name = later(name, cell);
            } else {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += amounts[i];
                }
                if (amounts[MEETINGS] > 0) {
                    meetingsByWeek.put(cell.day(), amounts[MEETINGS]);
                }
            }
        }

        private static CellKey later(CellKey a, CellKey b) {
            return a == null || LATEST.compare(b, a) > 0 ? b : a;
        }

        private TableRow row(String user, long nowMicros) {
            boolean none = meetingsByWeek.isEmpty();
            long weeks = none ? 0 : (meetingsByWeek.lastKey() - meetingsByWeek.firstKey()) / 7 + 1;
            return TableRow.of(
                    SPEC,
                    user,
                    email == null ? null : email.detail(),
                    name == null ? null : name.detail(),
                    sums[MEETINGS],
                    sums[MINUTES],
                    sums[CANCELED],
                    sums[NO_SHOWS],
                    Decimals.share(sums[MEETINGS], weeks),
                    meetingsByWeek.values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0),
                    nowMicros);
        }
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("user_id")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        Map<String, Load> loads = new TreeMap<>();
        group.changed().forEach(cell -> loads.put(cell.channel(), new Load()));
        group.cells().forEach((cell, amounts) -> {
            Load load = loads.get(cell.channel());
            if (load != null) {
                load.add(cell, amounts);
            }
        });
        loads.forEach((user, load) -> out.accept(
                load.sums[KNOWN] > 0
                        ? load.row(user, group.nowMicros())
                        : TableRow.deletion(SPEC, user, null, null, null, null, null, null, null, null, null)));
    }
}
