package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The hosts' meetings by week; those of a week are compared with each other by minutes. */
final class WeeklyEmployeeLoad implements ExpectedTable {
    private static final int TEN_HOURS = 600;

    @Override
    public String name() {
        return "gold_weekly_employee_load";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        SortedMap<LocalDate, SortedMap<String, List<Integer>>> weeks = new TreeMap<>();
        for (ExpectedMeeting m : ExpectedMeeting.of(truth)) {
            if (!m.isCanceled()) {
                m.hosts().forEach(h -> weeks.computeIfAbsent(m.week(truth), w -> new TreeMap<>())
                        .computeIfAbsent(h.userId(), u -> new ArrayList<>())
                        .add(m.minutes()));
            }
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        weeks.forEach((week, hosts) -> {
            List<Integer> loads = hosts.values().stream()
                    .map(WeeklyEmployeeLoad::sum)
                    .sorted()
                    .toList();
            hosts.forEach((user, meetings) -> {
                BigDecimal own = BigDecimal.valueOf(sum(meetings));
                BigDecimal team = BigDecimal.valueOf(sum(loads));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("week_start", week);
                row.put("user_id", user);
                row.put("meetings_count", meetings.size());
                row.put("meeting_minutes", sum(meetings));
                row.put("share_of_team", UnitCost.share(own, team));
                row.put("load_vs_team_average", UnitCost.share(own.multiply(BigDecimal.valueOf(loads.size())), team));
                row.put(
                        "overloaded",
                        own.compareTo(median(loads).multiply(BigDecimal.valueOf(2))) > 0 && sum(meetings) > TEN_HOURS);
                rows.add(row);
            });
        });
        return rows;
    }

    private static BigDecimal median(List<Integer> sorted) {
        int middle = sorted.size() / 2;
        BigDecimal upper = BigDecimal.valueOf(sorted.get(middle));
        if (sorted.size() % 2 == 1) {
            return upper;
        }
        return upper.add(BigDecimal.valueOf(sorted.get(middle - 1))).divide(BigDecimal.valueOf(2));
    }

    private static int sum(List<Integer> minutes) {
        return minutes.stream().mapToInt(Integer::intValue).sum();
    }
}
