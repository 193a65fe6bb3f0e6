package dev.tidemark.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came in, what became of it, and whether it was verified. */
final class QualityBoard {
    private static final Logger LOG = LoggerFactory.getLogger(QualityBoard.class);
    private static final String EVENT_TYPES = "event_types_seen";
    private static final long HOUR_MICROS = Duration.ofHours(1).toMillis() * 1_000;

    private final LakeTables tables;
    private final TableWatch watch;
    private final Figures.Newest figures;
    private final Freshness freshness;
    private final QuarantineSamples samples;
    private final ControlFolder control;
    private final ReportingTime time;
    private final TableSpec quality;
    private final TableSpec eventTypes;

    /**
     * The board.
     *
     * @param hours hours in which something was received, the oldest first; all feeds together
     * @param feeds the same sums by feed
     * @param reasons why records were refused, the most frequent first
     * @param unmapped event types that the mapping does not cover, the most booked first; of all time
     * @param lag null before the start
     * @param verify null if nobody verified the lake yet
     */
    record Quality(
            DayRange range,
            Counts totals,
            List<Hour> hours,
            Map<String, Counts> feeds,
            List<Reason> reasons,
            List<Unmapped> unmapped,
            Lag lag,
            List<StatusBoard.CommitOf> commits,
            VerifyNote verify) {}

    /** What became of what was received; {@code deliveries} is the sum of the others. */
    record Counts(
            long deliveries,
            long accepted,
            long duplicates,
            long superseded,
            long quarantined,
            long late,
            long unsupported) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        Counts plus(Counts o) {
            return new Counts(
                    deliveries + o.deliveries,
                    accepted + o.accepted,
                    duplicates + o.duplicates,
                    superseded + o.superseded,
                    quarantined + o.quarantined,
                    late + o.late,
                    unsupported + o.unsupported);
        }
    }

    record Hour(String hour, @JsonUnwrapped Counts counts) {}

    record Reason(String reason, long count, List<QuarantineSamples.Sample> samples) {}

    record Unmapped(String eventType, String name, long count, String firstSeen, String lastSeen) {}

    /**
     * How far event time is behind.
     *
     * @param watermark how far it has come
     * @param eventTimeMs milliseconds from there to the newest delivery; null without one
     */
    record Lag(String watermark, Long eventTimeMs) {}

    QualityBoard(
            LakeTables tables,
            TableWatch watch,
            Figures.Newest figures,
            Freshness freshness,
            ControlFolder control,
            ReportingTime time) {
        this.tables = tables;
        this.watch = watch;
        this.figures = figures;
        this.freshness = freshness;
        this.samples = new QuarantineSamples(tables);
        this.control = control;
        this.time = time;
        this.quality = tables.spec(Freshness.QUALITY);
        this.eventTypes = tables.spec(EVENT_TYPES);
    }

    Quality of(Query query) throws IOException {
        KeptRows rows = tables.kept(quality).orElse(null);
        DayRange range = DayRange.of(query, figures.get().newestDay());
        TreeMap<Long, Counts> hours = new TreeMap<>();
        Map<String, Counts> feeds = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        if (rows != null) {
            add(rows, range, hours, feeds, reasons);
        }
        Map<String, List<QuarantineSamples.Sample>> found = reasons.isEmpty() ? Map.of() : samples.of(range);
        List<Reason> byReason = new ArrayList<>();
        reasons.forEach(
                (reason, count) -> byReason.add(new Reason(reason, count, found.getOrDefault(reason, List.of()))));
        byReason.sort(Comparator.comparingLong(Reason::count).reversed().thenComparing(Reason::reason));
        return new Quality(
                range,
                hours.values().stream().reduce(Counts.NONE, Counts::plus),
                hours.entrySet().stream()
                        .map(e -> new Hour(ReportingTime.instant(e.getKey()).toString(), e.getValue()))
                        .toList(),
                feeds,
                byReason,
                unmapped(),
                lag(),
                watch.newest().stream()
                        .sorted(Comparator.comparing(TableWatch.Commit::committedAt)
                                .reversed())
                        .map(StatusBoard.CommitOf::of)
                        .toList(),
                verify());
    }

    private void add(
            KeptRows rows,
            DayRange range,
            Map<Long, Counts> hours,
            Map<String, Counts> feeds,
            Map<String, Long> reasons) {
        int hour = rows.ordinal("hour");
        int feed = rows.ordinal("feed");
        int received = rows.ordinal("received");
        int accepted = rows.ordinal("accepted");
        int duplicates = rows.ordinal("duplicates");
        int superseded = rows.ordinal("superseded");
        int quarantined = rows.ordinal("quarantined");
        int late = rows.ordinal("late");
        int unsupported = rows.ordinal("unsupported");
        int byReason = rows.ordinal("quarantined_by_reason");
        long first = time.dayStart(range.first());
        long end = time.dayEnd(range.last());
        rows.forEach(row -> {
            long at = (Long) row[hour];
            if (at + HOUR_MICROS <= first || at >= end) {
                return true;
            }
            Counts c = new Counts(
                    (Long) row[received],
                    (Long) row[accepted],
                    (Long) row[duplicates],
                    (Long) row[superseded],
                    (Long) row[quarantined],
                    (Long) row[late],
                    (Long) row[unsupported]);
            hours.merge(at, c, Counts::plus);
            feeds.merge((String) row[feed], c, Counts::plus);
            for (Object reason : (Object[]) row[byReason]) {
                Object[] r = (Object[]) reason;
                reasons.merge((String) r[0], (Long) r[1], Long::sum);
            }
            if (c.late() > 0) {
                reasons.merge("late", c.late(), Long::sum);
            }
            return true;
        });
    }

    private List<Unmapped> unmapped() throws IOException {
        List<Unmapped> found = new ArrayList<>();
        KeptRows rows = tables.kept(eventTypes).orElse(null);
        if (rows != null) {
            int type = rows.ordinal("event_type");
            int name = rows.ordinal("event_type_name");
            int count = rows.ordinal("unmapped_count");
            int first = rows.ordinal("first_seen");
            int last = rows.ordinal("last_seen");
            rows.forEach(row -> {
                if ((Long) row[count] > 0) {
                    found.add(new Unmapped(
                            (String) row[type],
                            (String) row[name],
                            (Long) row[count],
                            DayRange.text((Integer) row[first]),
                            DayRange.text((Integer) row[last])));
                }
                return true;
            });
        }
        found.sort(Comparator.comparingLong(Unmapped::count).reversed().thenComparing(Unmapped::eventType));
        return found;
    }

    private Lag lag() throws IOException {
        Optional<Instant> watermark = freshness.watermark();
        Optional<Instant> delivery = freshness.newestDelivery();
        return watermark
                .map(w -> new Lag(
                        w.toString(),
                        delivery.map(d -> Math.max(0, Duration.between(w, d).toMillis()))
                                .orElse(null)))
                .orElse(null);
    }

    private VerifyNote verify() {
        try {
            Optional<byte[]> note = control.note(VerifyNote.NAME);
            return note.isEmpty() ? null : VerifyNote.parse(note.get());
        } catch (IOException e) {
            LOG.warn("What verify found last can't be read in {}", control, e);
            return null;
        }
    }
}
