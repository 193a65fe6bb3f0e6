package dev.tidemark.domain.bookings.spend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rows of a spend file and checks each on its own: one bad row does not stop the others. Pure. */
final class SpendRows {
    private static final Pattern DATE_IN_NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?!.*\\d{4}-\\d{2}-\\d{2})");
    private static final String PAID_ADS = "_paid_ads";
    private static final BigDecimal MOST = new BigDecimal("9999999999999999");
    /** Digits after the point; to round a number with millions of them takes minutes. */
    private static final int MOST_DIGITS = 100;

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final ObjectMapper JSON =
            new ObjectMapper(JsonFactory.builder().build()).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private SpendRows() {}

    /**
     * One row as it stands, and what became of it.
     *
     * @param number its place in the file, from 1
     * @param raw its text
     * @param row the row, or null if it broke a rule
     * @param failures what it broke
     */
    record Checked(int number, String raw, SpendRow row, List<Failure> failures) {}

    /**
     * The rows of a file.
     *
     * @param asOfDay the date in its name, else the newest date in it, else the day it was read; since 1970-01-01
     * @param rows every row
     */
    record Read(int asOfDay, List<Checked> rows) {}

    /** The date in a file's name, or the empty text. */
    static String asOfText(String name) {
        Matcher m = DATE_IN_NAME.matcher(name);
        return m.find() ? m.group(1) : "";
    }

    /** @throws IOException if the file is not a JSON array */
    static Read read(PolledFile file, int dayRead) throws IOException {
        List<String> raws = new ArrayList<>();
        List<JsonNode> nodes = new ArrayList<>();
        String all = new String(file.content(), StandardCharsets.UTF_8);
        String text = all.startsWith(BYTE_ORDER_MARK) ? all.substring(1) : all;
        try (JsonParser p = JSON.getFactory().createParser(text)) {
            if (p.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("a spend file must be a JSON array of {date, channel, spend}");
            }
            while (p.nextToken() != JsonToken.END_ARRAY) {
                if (p.currentToken() == null) {
                    throw new IOException("the JSON array does not end");
                }
                int from = (int) p.currentTokenLocation().getCharOffset();
                JsonNode node = JSON.readTree(p);
                raws.add(text.substring(from, (int) p.currentLocation().getCharOffset()));
                nodes.add(node);
            }
            if (p.nextToken() != null) {
                throw new IOException("there is more after the JSON array");
            }
        }
        int asOf = asOf(file.name(), nodes, dayRead);
        List<Checked> rows = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            rows.add(check(i + 1, raws.get(i), nodes.get(i), asOf, file));
        }
        return new Read(asOf, rows);
    }

    private static int asOf(String name, List<JsonNode> nodes, int dayRead) {
        Integer named = day(asOfText(name));
        if (named != null) {
            return named;
        }
        Integer newest = null;
        for (JsonNode n : nodes) {
            Integer d = day(n.path("date").asText(""));
            if (d != null && (newest == null || d > newest)) {
                newest = d;
            }
        }
        return newest == null ? dayRead : newest;
    }

    private static Checked check(int number, String raw, JsonNode n, int asOfDay, PolledFile file) {
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
                ? new SpendRow(day, channel, cents(spend.decimalValue()), asOfDay, file.name(), file.readAtMicros())
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
            return (int) LocalDate.parse(s.trim()).toEpochDay();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
