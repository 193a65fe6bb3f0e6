package dev.tidemark.audit;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.TableReader;
import dev.tidemark.delta.TableRows;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.DeliveryOutcome;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.decode.DeliveryJudge;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.Verdict;
import dev.tidemark.domain.bookings.lifecycle.BookingBook;
import dev.tidemark.domain.bookings.spend.AcceptSpend;
import dev.tidemark.domain.bookings.spend.SpendBook;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.SignatureCheck;
import dev.tidemark.envelope.SignatureStatus;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.RawText;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Everything that Bronze says, judged and followed again by the job's own rules, without the job: no state, no
 * checkpoints, no order of arrival. Holds about 500 bytes a booking in memory.
 */
final class Recount {
    private static final TableSpec WEBHOOKS = BookingTables.BRONZE_WEBHOOKS;
    private static final TableSpec SPEND = BookingTables.BRONZE_AD_SPEND;

    private final ReportingTime time;
    private final DeliveryJudge judge;
    private final BookingBook bookings;
    private final SpendBook spend = new SpendBook();
    private final List<GoldFact> deliveries = new ArrayList<>();
    private long newestReceiptMicros = Long.MIN_VALUE;

    private Recount(TidemarkConfig config, byte[] knownPepper) {
        time = new ReportingTime(config.zone());
        byte[] pepper = knownPepper;
        if (pepper == null) {
            // person keys are compared with each other only, so any will do but for an address in a campaign's name
            pepper = new byte[32];
            new SecureRandom().nextBytes(pepper);
        }
        judge = new DeliveryJudge(new PersonKeys(pepper), time, config.allowedLateness(), config.outOfOrderness());
        bookings = new BookingBook(time);
    }

    /**
     * Reads the Bronze tables of a lake.
     *
     * @param pepper the job's person-key pepper, or null if it is not known
     */
    static Recount of(LakeCut cut, TidemarkConfig config, byte[] pepper) throws IOException {
        Recount r = new Recount(config, pepper);
        r.takeWebhooks(cut.table(WEBHOOKS));
        r.takeSpend(cut.table(SPEND));
        r.takeRefusedFiles(cut.table(Quarantine.TABLE));
        return r;
    }

    /** The newest time of receipt in Bronze, microseconds; {@link Long#MIN_VALUE} without any. */
    long newestReceiptMicros() {
        return newestReceiptMicros;
    }

    /**
     * The facts that Gold is made of.
     *
     * @param attribution the mapping of event types
     * @param watermarkMicros how far event time has come
     * @param amend has the last word on each booking
     */
    void facts(
            MappingHistory attribution,
            long watermarkMicros,
            UnaryOperator<BookingView> amend,
            Consumer<GoldFact> out) {
        deliveries.forEach(out);
        spend.facts(out);
        bookings.facts(attribution, watermarkMicros, attribution.knownChannels(), amend, out);
    }

    private void takeWebhooks(Optional<TableReader> table) throws IOException {
        if (table.isEmpty()) {
            return;
        }
        Columns c = new Columns(table.get());
        try (TableRows rows = table.get().rows()) {
            while (rows.hasNext()) {
                take(c, rows.next());
            }
        }
    }

    private void take(Columns c, Object[] row) {
        Envelope e = envelope(c, row);
        newestReceiptMicros = Math.max(newestReceiptMicros, e.receivedAtMicros());
        Verdict verdict = judge.judge(e, signature(c.text(row, "signature_status")));
        boolean sound = verdict.outcome() != Outcome.QUARANTINED;
        deliveries.add(DeliveryOutcome.received(
                e.feed(), e.receivedAtMicros(), sound ? verdict.bronze().eventCreatedAtMicros() : null));
        Outcome outcome = verdict.outcome() == Outcome.ACCEPTED ? bookings.take(verdict.event()) : verdict.outcome();
        String reason = sound ? "" : verdict.failures().get(0).reason();
        deliveries.add(new DeliveryOutcome(e.feed(), e.receivedAtMicros(), null, outcome, reason));
    }

    private static Envelope envelope(Columns c, Object[] row) {
        Long clock = (Long) c.value(row, "feed_clock");
        return new Envelope(
                c.text(row, "feed"),
                c.text(row, "delivery_id"),
                (Long) c.value(row, "received_at"),
                null,
                RawText.of(c.text(row, "raw_payload_encoding"), c.text(row, "raw_payload"))
                        .bytes(),
                c.text(row, "source_position"),
                clock == null ? Long.MIN_VALUE : clock,
                Envelope.Origin.PULLED,
                c.text(row, "envelope_defect"));
    }

    /** The header is not in Bronze: what the job found when it came must be believed. */
    private static SignatureCheck signature(String status) {
        return new SignatureCheck(SignatureStatus.valueOf(status.toUpperCase(Locale.ROOT)), "by Bronze");
    }

    /** Files that could not be read at all have no rows in Bronze: their bytes are in quarantine. */
    private void takeRefusedFiles(Optional<TableReader> table) throws IOException {
        if (table.isEmpty()) {
            return;
        }
        Columns c = new Columns(table.get());
        try (TableRows rows = table.get()
                .where("feed", AcceptSpend.FEED)
                .where("stage", "decode")
                .rows()) {
            while (rows.hasNext()) {
                Object[] row = rows.next();
                long readAt = (Long) c.value(row, "received_at");
                deliveries.add(DeliveryOutcome.received(AcceptSpend.FEED, readAt, null));
                deliveries.add(DeliveryOutcome.quarantined(AcceptSpend.FEED, readAt, c.text(row, "reason")));
            }
        }
    }

    private void takeSpend(Optional<TableReader> table) throws IOException {
        if (table.isEmpty()) {
            return;
        }
        Columns c = new Columns(table.get());
        List<Object[]> rows = new ArrayList<>(table.get().toList());
        rows.sort(Comparator.<Object[]>comparingLong(r -> (Long) c.value(r, "received_at"))
                .thenComparing(r -> c.text(r, "file_name"))
                .thenComparing(r -> (Integer) c.value(r, "row_number")));
        for (Object[] row : rows) {
            long readAt = (Long) c.value(row, "received_at");
            SpendBook.Taken taken = spend.take(
                    c.text(row, "file_name"),
                    (Integer) c.value(row, "as_of_date"),
                    (Integer) c.value(row, "row_number"),
                    c.text(row, "raw_row"),
                    readAt);
            deliveries.add(DeliveryOutcome.received(AcceptSpend.FEED, readAt, null));
            deliveries.add(new DeliveryOutcome(AcceptSpend.FEED, readAt, null, taken.outcome(), taken.reason()));
        }
    }
}
