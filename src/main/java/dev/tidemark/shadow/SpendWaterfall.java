package dev.tidemark.shadow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** From the reference's spend by channel to ours, in USD. */
final class SpendWaterfall {
    private record DayChannel(int day, String channel) {}

    private final ReferenceTables reference;
    private final List<SpendLine> kept;
    private final Map<DayChannel, SpendLine> newest = new HashMap<>();

    /** @param lines in the order of their files' as-of dates, then as they stand */
    SpendWaterfall(List<SpendLine> lines, ReferenceTables reference) {
        this.reference = reference;
        this.kept = lines.stream().filter(l -> !l.refused()).toList();
        for (SpendLine line : kept) {
            newest.merge(
                    new DayChannel(line.day(), line.cleanChannel()),
                    line,
                    (before, now) -> now.asOfDay() >= before.asOfDay() ? now : before);
        }
    }

    /** The days that money was spent on. */
    Coverage.Days days() {
        Coverage.Days days = new Coverage.Days();
        newest.keySet().forEach(d -> days.add(d.day()));
        return days;
    }

    Waterfall<String> channels(Coverage coverage, OurGold ours) {
        Tally<String> covered = new Tally<>();
        newest.values().stream()
                .filter(l -> coverage.contains(l.day()))
                .forEach(l -> covered.add(l.cleanChannel(), cents(l.dollars())));
        Tally<String> gold = new Tally<>();
        ours.channels().forEach((channel, row) -> gold.add(channel, row.spend()));
        return Waterfall.from("reference_total_spend", "its total, every row of every file", reference.spend())
                .without(
                        Cause.BROKEN_RECORDS,
                        sum(kept, l -> ReferenceTables.known(l.referenceChannel()), SpendLine::dollars))
                .without(
                        Cause.CHANNEL_SPELLING,
                        sum(kept, l -> ReferenceTables.known(l.cleanChannel()), SpendLine::dollars))
                .without(Cause.CHANNEL_WITHOUT_ROW, sum(kept, SpendLine::cleanChannel, SpendLine::dollars))
                .without(Cause.REPEATED_SPEND, sum(newest.values(), SpendLine::cleanChannel, SpendLine::dollars))
                .without(Cause.PARTS_OF_CENTS, sum(newest.values(), SpendLine::cleanChannel, l -> cents(l.dollars())))
                .reaches("total_spend", "ours: gold_daily_cpb_by_channel, all days", Tally.of(ours.dailySpend()))
                .without(Cause.WINDOW, covered)
                .reaches("total_spend", "ours: gold_cpb_by_channel, covered days", gold);
    }

    private static Tally<String> sum(
            Collection<SpendLine> lines, Function<SpendLine, String> channel, Function<SpendLine, BigDecimal> amount) {
        Tally<String> sums = new Tally<>();
        lines.forEach(l -> sums.add(channel.apply(l), amount.apply(l)));
        return sums;
    }

    private static BigDecimal cents(BigDecimal dollars) {
        return dollars.setScale(2, RoundingMode.HALF_UP);
    }
}
