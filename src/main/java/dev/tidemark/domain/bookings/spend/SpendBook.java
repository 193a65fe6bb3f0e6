package dev.tidemark.domain.bookings.spend;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.SpendDay;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The spend of all days in memory: what {@link ReviseSpend} keeps in state, by the same rules. Take rows in the order in
 * which they were read.
 */
public final class SpendBook {
    private final Map<SpendKey, SpendRevisions> revisions = new TreeMap<>();

    /**
     * What became of a row.
     *
     * @param reason why it was refused, or the empty text
     */
    public record Taken(Outcome outcome, String reason) {}

    /** Takes a row of {@code bronze_ad_spend}. */
    public Taken take(String fileName, int asOfDay, int number, String raw, long readAtMicros) {
        SpendRows.Checked checked;
        try {
            checked = SpendRows.check(number, raw, asOfDay, fileName, readAtMicros);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("row " + number + " of " + fileName + " in Bronze is no JSON", e);
        }
        if (checked.row() == null) {
            return new Taken(Outcome.QUARANTINED, checked.failures().get(0).reason());
        }
        SpendKey key = SpendKey.of(checked.row());
        SpendRevisions before = revisions.getOrDefault(key, SpendRevisions.NONE);
        SpendRevisions after = before.with(asOfDay, checked.row().spendCents());
        if (after == null) {
            return new Taken(Outcome.DUPLICATE, "");
        }
        revisions.put(key, after);
        return new Taken(after.isSupersededBy(before) ? Outcome.SUPERSEDED : Outcome.ACCEPTED, "");
    }

    /** The spend that counts, day by day. */
    public void facts(Consumer<GoldFact> out) {
        revisions.forEach((key, r) ->
                out.accept(new SpendDay(key.spendDay(), key.channel(), r.currentCents(), r.currentAsOfDay())));
    }
}
