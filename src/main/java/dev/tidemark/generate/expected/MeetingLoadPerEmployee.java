package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The meetings of each host over all time. */
final class MeetingLoadPerEmployee implements ExpectedTable {
    /** A host's part in a meeting. */
    private record Seat(ExpectedHost host, ExpectedMeeting meeting) {}

    @Override
    public String name() {
        return "gold_meeting_load_per_employee";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        SortedMap<String, List<Seat>> seats = new TreeMap<>();
        for (ExpectedMeeting m : ExpectedMeeting.of(truth)) {
            for (ExpectedHost h : m.hosts()) {
                seats.computeIfAbsent(h.userId(), u -> new ArrayList<>()).add(new Seat(h, m));
            }
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        seats.forEach((user, of) -> rows.add(row(user, of, truth)));
        return rows;
    }

    private static Map<String, Object> row(String user, List<Seat> seats, GroundTruth truth) {
        SortedMap<LocalDate, Integer> byWeek = new TreeMap<>();
        int minutes = 0;
        int canceled = 0;
        int noShows = 0;
        for (Seat s : seats) {
            if (s.meeting().isCanceled()) {
                canceled++;
                continue;
            }
            byWeek.merge(s.meeting().week(truth), 1, Integer::sum);
            minutes += s.meeting().minutes();
            noShows += s.meeting().isNoShow() ? 1 : 0;
        }
        int meetings = byWeek.values().stream().mapToInt(Integer::intValue).sum();
        long weeks = byWeek.isEmpty() ? 0 : ChronoUnit.WEEKS.between(byWeek.firstKey(), byWeek.lastKey()) + 1;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("user_id", user);
        row.put("user_email", latest(seats, ExpectedHost::email, truth));
        row.put("user_name", latest(seats, ExpectedHost::name, truth));
        row.put("total_meetings_count", meetings);
        row.put("meeting_minutes", minutes);
        row.put("canceled_count", canceled);
        row.put("no_show_count", noShows);
        row.put("average_meetings_per_week", UnitCost.share(BigDecimal.valueOf(meetings), BigDecimal.valueOf(weeks)));
        row.put("busiest_week_count", byWeek.isEmpty() ? 0 : Collections.max(byWeek.values()));
        return row;
    }

    /** What was told for the latest day with a meeting; of several, the last in the order of letters. */
    private static String latest(List<Seat> seats, Function<ExpectedHost, String> told, GroundTruth truth) {
        return seats.stream()
                .max(Comparator.comparing((Seat s) -> s.meeting().day(truth)).thenComparing(s -> told.apply(s.host())))
                .map(s -> told.apply(s.host()))
                .orElseThrow();
    }
}
