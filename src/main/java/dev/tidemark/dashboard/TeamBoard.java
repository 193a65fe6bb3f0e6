package dev.tidemark.dashboard;

import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The hosts' meetings week by week. */
final class TeamBoard {
    static final String WEEKS = "gold_weekly_employee_load";
    static final String HOSTS = "gold_meeting_load_per_employee";
    private static final int DAYS_BEFORE = 6;

    private final LakeTables tables;
    private final Figures.Newest figures;
    private final TableSpec weeks;
    private final TableSpec hosts;

    /**
     * The board.
     *
     * @param weeks Mondays of the weeks that have a day in the range and a meeting
     * @param average mean minutes of the hosts with a meeting, by week
     * @param hosts those with a meeting in the range, the busiest first
     */
    record Team(DayRange range, List<String> weeks, List<BigDecimal> average, List<Host> hosts) {}

    /**
     * One host.
     *
     * @param host the host's id
     * @param name null where none is known
     */
    record Host(String host, String name, List<Week> weeks) {
        long minutes() {
            return weeks.stream().mapToLong(Week::minutes).sum();
        }
    }

    record Week(String week, long meetings, long minutes, boolean overloaded) {}

    TeamBoard(LakeTables tables, Figures.Newest figures) {
        this.tables = tables;
        this.figures = figures;
        this.weeks = tables.spec(WEEKS);
        this.hosts = tables.spec(HOSTS);
    }

    Team of(Query query) throws IOException {
        DayRange range = DayRange.of(query, figures.get().newestDay());
        Set<String> asked = query.all("host");
        KeptRows rows = tables.kept(weeks).orElse(null);
        if (rows == null) {
            return new Team(range, List.of(), List.of(), List.of());
        }
        int week = rows.ordinal("week_start");
        int user = rows.ordinal("user_id");
        int meetings = rows.ordinal("meetings_count");
        int minutes = rows.ordinal("meeting_minutes");
        int overloaded = rows.ordinal("overloaded");
        Map<Integer, long[]> team = new TreeMap<>();
        Map<String, Map<Integer, Week>> byHost = new TreeMap<>();
        Set<String> known = new TreeSet<>();
        rows.forEach(row -> {
            int monday = (Integer) row[week];
            String host = (String) row[user];
            known.add(host);
            if (monday < range.first() - DAYS_BEFORE || monday > range.last()) {
                return true;
            }
            long[] sum = team.computeIfAbsent(monday, w -> new long[2]);
            sum[0] += (Long) row[minutes];
            sum[1]++;
            if (asked.isEmpty() || asked.contains(host)) {
                byHost.computeIfAbsent(host, h -> new TreeMap<>())
                        .put(
                                monday,
                                new Week(
                                        DayRange.text(monday),
                                        (Long) row[meetings],
                                        (Long) row[minutes],
                                        Boolean.TRUE.equals(row[overloaded])));
            }
            return true;
        });
        for (String host : asked) {
            if (!known.contains(host)) {
                throw ApiException.badRequest(
                        "there is no host " + Query.quote(host) + " with a meeting; /api/team lists the hosts");
            }
        }
        Map<String, String> names = names();
        List<Host> found = new ArrayList<>();
        byHost.forEach((host, of) -> found.add(new Host(host, names.get(host), List.copyOf(of.values()))));
        found.sort(Comparator.comparingLong(Host::minutes).reversed().thenComparing(Host::host));
        return new Team(
                range,
                team.keySet().stream().map(DayRange::text).toList(),
                team.values().stream()
                        .map(s -> BigDecimal.valueOf(s[0]).divide(BigDecimal.valueOf(s[1]), 1, RoundingMode.HALF_UP))
                        .toList(),
                found);
    }

    private Map<String, String> names() throws IOException {
        Map<String, String> names = new HashMap<>();
        KeptRows rows = tables.kept(hosts).orElse(null);
        if (rows != null) {
            int user = rows.ordinal("user_id");
            int name = rows.ordinal("user_name");
            int email = rows.ordinal("user_email");
            rows.forEach(row -> {
                names.put((String) row[user], (String) (row[name] == null ? row[email] : row[name]));
                return true;
            });
        }
        return names;
    }
}
