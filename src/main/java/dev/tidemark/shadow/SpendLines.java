package dev.tidemark.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.domain.bookings.spend.SpendPlace;
import dev.tidemark.ingest.polled.FilePlace;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.Location;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads spend files as the reference copies them: every row of every file, but those that lack a date, a channel or an
 * amount.
 */
public final class SpendLines {
    private static final Pattern DATE_IN_NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?!.*\\d{4}-\\d{2}-\\d{2})");
    /** Digits before and after the point that an amount may have to be summed at all. */
    private static final int MOST_DIGITS = 100;

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final List<SpendLine> all = new ArrayList<>();

    private SpendLines() {}

    /**
     * Reads the files that the folder's index names, in the order of their as-of date.
     *
     * @param folder the folder; one that does not exist is empty
     * @param refused whether our job refused a row (from 1) of a file, or (0) the whole file
     */
    public static SpendLines read(Path folder, BiPredicate<String, Integer> refused) throws IOException {
        SpendLines lines = new SpendLines();
        if (!Files.isDirectory(folder)) {
            return lines;
        }
        SpendPlace place =
                new SpendPlace(new Location.Folder(folder.toString()), AccessSettings.DEFAULT, Integer.MAX_VALUE);
        try (FilePlace.Access files = place.open()) {
            for (String name : files.list().names()) {
                if (files.read(name, null) instanceof FileContent.Whole file) {
                    lines.take(name, file.bytes(), refused);
                }
            }
        }
        return lines;
    }

    List<SpendLine> all() {
        return all;
    }

    private void take(String name, byte[] content, BiPredicate<String, Integer> refused) throws IOException {
        JsonNode root;
        try {
            root = json.readTree(content);
        } catch (JsonProcessingException e) {
            return; // a row of nulls, which is dropped
        }
        List<JsonNode> nodes = new ArrayList<>();
        (root.isArray() ? root : List.of(root)).forEach(nodes::add);
        Integer asOf = asOf(name, nodes);
        boolean whole = refused.test(name, 0);
        for (int i = 0; i < nodes.size(); i++) {
            JsonNode n = nodes.get(i);
            BigDecimal dollars = amount(n.path("spend"));
            if (n.path("date").isValueNode()
                    && !n.path("date").isNull()
                    && n.path("channel").isTextual()
                    && dollars != null) {
                Integer day = day(n.path("date").asText());
                boolean refusedRow = whole || refused.test(name, i + 1);
                if (day == null && !refusedRow) {
                    throw new IllegalStateException("row " + (i + 1) + " of the spend file " + name
                            + " has no date, but the lake's quarantine does not have it; compare with a lake that was"
                            + " filled from this folder");
                }
                all.add(new SpendLine(name, i + 1, asOf, day, n.path("channel").textValue(), dollars, refusedRow));
            }
        }
    }

    private static Integer asOf(String name, List<JsonNode> nodes) {
        Matcher m = DATE_IN_NAME.matcher(name);
        Integer named = m.find() ? day(m.group(1)) : null;
        if (named != null) {
            return named;
        }
        return nodes.stream()
                .map(n -> day(n.path("date").asText("")))
                .filter(d -> d != null)
                .max(Integer::compare)
                .orElse(null);
    }

    private static Integer day(String text) {
        try {
            return (int) LocalDate.parse(text.trim()).toEpochDay();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A number, or a text that is one; a cast makes null of anything else. */
    private static BigDecimal amount(JsonNode spend) {
        BigDecimal amount;
        if (spend.isNumber()) {
            amount = spend.decimalValue();
        } else if (spend.isTextual() && spend.textValue().length() <= MOST_DIGITS) {
            try {
                amount = new BigDecimal(spend.textValue().trim());
            } catch (NumberFormatException e) {
                return null;
            }
        } else {
            return null;
        }
        return Math.abs((long) amount.scale()) > MOST_DIGITS || amount.precision() > MOST_DIGITS ? null : amount;
    }
}
