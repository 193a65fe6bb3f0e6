package dev.tidemark.generate;

import dev.tidemark.generate.expected.SpendFacts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ad spend of a run as files by as-of date: most tell the day before, some the same day, one a week the last 30
 * days with some of them restated. Rows are repeated now and then; if malformed deliveries are wanted, there are bad
 * rows too.
 */
final class AdSpend {
    private static final String[] CHANNELS = {"facebook", "youtube", "tiktok", "snapchat"};
    private static final int DAYS_BEFORE = 5;
    private static final int TRAILING_DAYS = 30;

    /** A file: one row a line of text, each a JSON object. */
    record File(LocalDate asOf, List<String> rows) {
        String name() {
            return "spend_data_" + asOf + ".json";
        }
    }

    private record Row(LocalDate asOf, LocalDate day, String channel, long cents) {}

    private record Key(LocalDate day, String channel) {}

    private final List<File> files = new ArrayList<>();
    private final List<Row> accepted = new ArrayList<>();
    private final SortedMap<String, Long> quarantined = new TreeMap<>();
    private final Map<Key, Long> currentCents = new HashMap<>();
    private final long seed;

    AdSpend(GeneratorOptions options) {
        seed = options.seed();
        LocalDate first =
                options.start().atZone(options.reportingZone()).toLocalDate().minusDays(DAYS_BEFORE);
        LocalDate end = options.end().atZone(options.reportingZone()).toLocalDate();
        for (LocalDate asOf = first; asOf.isBefore(end); asOf = asOf.plusDays(1)) {
            files.add(file(asOf, asOf.toEpochDay() - first.toEpochDay(), options.malformed() > 0));
        }
    }

    /** In the order of their as-of date. */
    List<File> files() {
        return files;
    }

    long rows() {
        return files.stream().mapToLong(f -> f.rows().size()).sum();
    }

    /** Refused rows by reason. */
    SortedMap<String, Long> quarantined() {
        return Collections.unmodifiableSortedMap(quarantined);
    }

    void disclose(SpendFacts facts) {
        accepted.forEach(r -> facts.accept(r.asOf(), r.day(), r.channel(), BigDecimal.valueOf(r.cents(), 2)));
    }

    private File file(LocalDate asOf, long number, boolean badRows) {
        List<String> rows = new ArrayList<>();
        if (number % 7 == 6) {
            for (int back = TRAILING_DAYS; back >= 1; back--) {
                addDay(rows, asOf, asOf.minusDays(back), back <= 6);
            }
        } else if (number % 5 == 1) {
            addDay(rows, asOf, asOf, false);
        } else {
            addDay(rows, asOf, asOf.minusDays(1), false);
        }
        if (number % 4 == 2) {
            // told again, with the channel written carelessly: the same row
            Row again = accepted.get(accepted.size() - 1 - (int) (number / 4 % CHANNELS.length));
            String careless = " " + Character.toUpperCase(again.channel().charAt(0))
                    + again.channel().substring(1);
            rows.add(text(again.day(), careless + "_paid_ads ", dollars(again.cents())));
            accepted.add(again);
        }
        if (badRows && number % 3 == 2) {
            addBadRow(rows, asOf, (int) (number / 3 % 6));
        }
        return new File(asOf, rows);
    }

    private void addDay(List<String> rows, LocalDate asOf, LocalDate day, boolean restate) {
        for (int i = 0; i < CHANNELS.length; i++) {
            Draw draw = new Draw(seed, Draw.Purpose.SPEND, day.toEpochDay() * CHANNELS.length + i);
            long base = draw.between(20_000, 90_000);
            Key key = new Key(day, CHANNELS[i]);
            long cents = currentCents.getOrDefault(key, base);
            Draw revision = new Draw(seed, Draw.Purpose.SPEND, -asOf.toEpochDay() * 1_000 - day.toEpochDay() * 7 - i);
            if (restate && revision.chance(0.4)) {
                cents = cents * (100 + revision.between(-7, 7)) / 100;
            }
            currentCents.put(key, cents);
            rows.add(text(day, CHANNELS[i] + "_paid_ads", dollars(cents)));
            accepted.add(new Row(asOf, day, CHANNELS[i], cents));
        }
    }

    private void addBadRow(List<String> rows, LocalDate asOf, int kind) {
        String good = "facebook_paid_ads";
        switch (kind) {
            case 0 -> refuse(rows, "bad_date", "{\"date\":\"2026-02-30\",\"channel\":\"" + good + "\",\"spend\":10.5}");
            case 1 -> refuse(rows, "future_date", text(asOf.plusDays(1), good, "381.76"));
            case 2 -> refuse(rows, "blank_channel", text(asOf, "  ", "12.5"));
            case 3 -> refuse(rows, "bad_number", text(asOf, good, "null"));
            case 4 -> refuse(rows, "negative_spend", text(asOf, good, "-1"));
            default -> refuse(rows, "bad_number", text(asOf, good, "\"n/a\""));
        }
    }

    private void refuse(List<String> rows, String reason, String row) {
        rows.add(row);
        quarantined.merge(reason, 1L, Long::sum);
    }

    /** As people's exports write it: no needless digits, so 758.0, 473.8, 529.79. */
    private static String dollars(long cents) {
        return BigDecimal.valueOf(cents, 2).setScale(cents % 10 == 0 ? 1 : 2).toPlainString();
    }

    private static String text(LocalDate day, String channel, String spend) {
        return "{\"date\":\"" + day + "\",\"channel\":\"" + channel + "\",\"spend\":" + spend + "}";
    }
}
