package dev.tidemark.domain.bookings.spend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.contract.Iso8601;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a spend file, each checked on its own: one bad row does not stop the others. The file is parsed row by row,
 * twice, so that its size in memory is that of its bytes: first to see that it is whole, then for the rows. Pure.
 */
final class SpendRows {
    private static final Pattern DATE_IN_NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?!.*\\d{4}-\\d{2}-\\d{2})");
    private static final String PAID_ADS = "_paid_ads";
    private static final BigDecimal MOST = new BigDecimal("9999999999999999");
    /** Digits after the point; to round a number with millions of them takes minutes. */
    private static final int MOST_DIGITS = 100;

    private static final ObjectMapper JSON =
            new ObjectMapper(JsonFactory.builder().build()).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final PolledFile file;
    private final int asOfDay;

    private SpendRows(PolledFile file, int asOfDay) {
        this.file = file;
        this.asOfDay = asOfDay;
    }

    /**
     * One row as it stands, and what became of it.
     *
     * @param number its place in the file, from 1
     * @param raw its text
     * @param row the row, or null if it broke a rule
     * @param failures what it broke
     */
    record Checked(int number, String raw, SpendRow row, List<Failure> failures) {}

    /** The date in a file's name, or the empty text. */
    static String asOfText(String name) {
        Matcher m = DATE_IN_NAME.matcher(name);
        return m.find() ? m.group(1) : "";
    }

    /**
     * The rows of a file that is whole.
     *
     * @param dayRead the day it was read, since 1970-01-01
     * @throws IOException if the file is not a JSON array in UTF-8
     */
    static SpendRows of(PolledFile file, int dayRead) throws IOException {
        requireUtf8(file.content());
        NewestDay newest = new NewestDay();
        parse(file.content(), newest);
        Integer named = day(asOfText(file.name()));
        int inFile = newest.day == null ? dayRead : newest.day;
        return new SpendRows(file, named == null ? inFile : named);
    }

    /** The date in the file's name, else the newest date in it, else the day it was read; since 1970-01-01. */
    int asOfDay() {
        return asOfDay;
    }

    /** Tells every row, in order. */
    void forEach(Consumer<Checked> rows) {
        try {
            parse(file.content(), (number, from, to, node) -> {
                String raw = new String(file.content(), from, to - from, StandardCharsets.UTF_8);
                rows.accept(check(number, raw, node, asOfDay, file.name(), file.readAtMicros()));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("it was parsed before without an error", e);
        }
    }

    /** Takes a row: its number from 1, and where it stands in the bytes. */
    private interface Rows {
        void row(int number, int from, int to, JsonNode node);
    }

    private static final class NewestDay implements Rows {
        private Integer day;

        @Override
        public void row(int number, int from, int to, JsonNode node) {
            Integer d = SpendRows.day(node.path("date").asText(""));
            if (d != null && (day == null || d > day)) {
                day = d;
            }
        }
    }

    private static void parse(byte[] content, Rows rows) throws IOException {
        try (JsonParser p = JSON.getFactory().createParser(content)) {
            if (p.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("a spend file must be a JSON array of {date, channel, spend}");
            }
            for (int number = 1; p.nextToken() != JsonToken.END_ARRAY; number++) {
                if (p.currentToken() == null) {
                    throw new IOException("the JSON array does not end");
                }
                int from = (int) p.currentTokenLocation().getByteOffset();
                JsonNode node = JSON.readTree(p);
                rows.row(number, from, (int) p.currentLocation().getByteOffset(), node);
            }
            if (p.nextToken() != null) {
                throw new IOException("there is more after the JSON array");
            }
        }
    }

    /** The parser would guess other encodings, in which the place of a row is not known. */
    private static void requireUtf8(byte[] content) throws IOException {
        for (int i = 0; i < Math.min(4, content.length); i++) {
            int b = content[i] & 0xff;
            if (b == 0 || b == 0xfe || b == 0xff) {
                throw new IOException("a spend file must be in UTF-8");
            }
        }
    }

    /** Checks a row by its text alone, as Bronze keeps it. */
    static Checked check(int number, String raw, int asOfDay, String fileName, long readAtMicros)
            throws JsonProcessingException {
        return check(number, raw, JSON.readTree(raw), asOfDay, fileName, readAtMicros);
    }

    private static Checked check(int number, String raw, JsonNode n, int asOfDay, String fileName, long readAtMicros) {
        List<Failure> failures = new ArrayList<>();
        Integer day = day(n.path("date").asText(""));
        if (day == null) {
            failures.add(new Failure("bad_date", "date", "expected a date such as 2026-01-31"));
        } else if (day > asOfDay) {
            failures.add(new Failure(
                    "future_date",
                    "date",
                    "the day lies after " + LocalDate.ofEpochDay(asOfDay) + ", when the number was known"));
        }
        String channel = channel(n.path("channel").asText(""));
        if (channel.isEmpty() || n.path("channel").isNull()) {
            failures.add(new Failure("blank_channel", "channel", "expected the name of a channel"));
        }
        JsonNode spend = n.path("spend");
        if (!spend.isNumber()
                || spend.decimalValue().scale() > MOST_DIGITS
                || spend.decimalValue().compareTo(MOST) > 0) {
            failures.add(new Failure("bad_number", "spend", "expected a number of US dollars"));
        } else if (spend.decimalValue().signum() < 0) {
            failures.add(new Failure("negative_spend", "spend", "spend cannot be negative"));
        }
        SpendRow row = failures.isEmpty()
                ? new SpendRow(day, channel, cents(spend.decimalValue()), asOfDay, fileName, readAtMicros)
                : null;
        return new Checked(number, raw, row, failures);
    }

    private static long cents(BigDecimal dollars) {
        return dollars.setScale(2, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    }

    private static String channel(String s) {
        String c = s.trim().toLowerCase(Locale.ROOT);
        return c.endsWith(PAID_ADS)
                ? c.substring(0, c.length() - PAID_ADS.length()).trim()
                : c;
    }

    private static Integer day(String s) {
        try {
            LocalDate day = LocalDate.parse(s.trim());
            return Iso8601.isEventDay(day) ? (Integer) (int) day.toEpochDay() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
