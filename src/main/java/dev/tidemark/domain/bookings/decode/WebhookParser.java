package dev.tidemark.domain.bookings.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.contract.Iso8601;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.silver.Failure;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parses a body in one pass, straight into the columns of {@code silver_fact_events}, without a tree in between.
 *
 * <p>Unknown keys are skipped. A value that its column cannot hold is a failure, but for those inside {@code location},
 * whose keys mean other things for each kind of conference: there it becomes null. E-mail addresses are replaced by their
 * keys on the way, but for the hosts'. Half of a surrogate pair, which no file can hold, becomes U+FFFD.
 */
final class WebhookParser {
    private static final TableSpec TABLE = BookingTables.SILVER_EVENTS;
    /** Fields that decide what a record is; an optional field may come as a number where text is expected. */
    private static final Set<String> MUST_BE_TEXT = mustBeText();

    private static final ParseTree ROOT = ParseTree.of(WebhookLayout.fields(), TABLE, MUST_BE_TEXT);
    private static final Map<ColumnType, ParseTree> ELEMENTS = elements();
    private static final String POLYMORPHIC = "payload.scheduled_event.location.";
    private static final Set<String> HOST_FIELDS = Set.of("user_email", "user_name");
    private static final int EMAIL = TABLE.ordinal("data_payload_email");

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private final PersonKeys personKeys;
    private final Map<ParseTree, ExpectedKeys> keys = new IdentityHashMap<>();

    WebhookParser(PersonKeys personKeys) {
        this.personKeys = personKeys;
    }

    /** What one body held. {@code values} has the width of the table. */
    static final class Parsed {
        final Object[] values = new Object[TABLE.width()];
        /** The address as it came, for Bronze only. */
        String email;

        boolean hasPayload;
        final List<Failure> failures = new ArrayList<>(2);

        /** Refuses a field, once for each reason however often a body repeats it. */
        void refuse(String path, String reason, String message) {
            if (path.startsWith(POLYMORPHIC)
                    || failures.stream().anyMatch(f -> path.equals(f.field()) && reason.equals(f.reason()))) {
                return;
            }
            failures.add(new Failure(reason, path, message));
        }
    }

    Parsed parse(byte[] body) {
        Parsed parsed = new Parsed();
        try (JsonParser p = json.createParser(body)) {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                parsed.failures.add(new Failure("invalid_json", null, "the body is not a JSON object"));
                return parsed;
            }
            object(p, ROOT, parsed);
            if (p.nextToken() != null) {
                parsed.failures.add(new Failure("invalid_json", null, "there is more after the JSON object"));
            }
        } catch (IOException | IllegalStateException e) { // the latter: keys made to collide in the symbol table
            parsed.failures.clear();
            parsed.failures.add(new Failure("invalid_json", null, reason(e)));
        }
        return parsed;
    }

    /** Jackson's message without its quote of the source, which may hold an address. */
    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage());
        int line = message.indexOf('\n');
        String first = whole(line < 0 ? message : message.substring(0, line));
        int quote = first.indexOf('@');
        return "the body is no valid JSON: " + (quote < 0 ? first : first.substring(0, quote) + "...");
    }

    private void object(JsonParser p, ParseTree node, Parsed parsed) throws IOException {
        ExpectedKeys expected = expected(node);
        for (ExpectedKeys.Key key = expected.next(p); key != null; key = expected.next(p)) {
            JsonToken token = p.nextToken();
            ParseTree child = key.node;
            if (child == null) {
                p.skipChildren();
            } else if (!child.isLeaf()) {
                inner(p, token, child, parsed);
            } else {
                leaf(p, token, child, parsed);
            }
        }
    }

    private ExpectedKeys expected(ParseTree object) {
        ExpectedKeys expected = keys.computeIfAbsent(object, ExpectedKeys::new);
        expected.begin();
        return expected;
    }

    private void inner(JsonParser p, JsonToken token, ParseTree child, Parsed parsed) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            if (child.path.equals("payload")) {
                parsed.hasPayload = true;
            }
            object(p, child, parsed);
        } else {
            if (token != JsonToken.VALUE_NULL) {
                badType(child.path, "an object", token, parsed);
            }
            p.skipChildren();
        }
    }

    private void leaf(JsonParser p, JsonToken token, ParseTree leaf, Parsed parsed) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            parsed.values[leaf.ordinal] = null;
            return;
        }
        if (leaf.type.kind() == ColumnType.Kind.ARRAY) {
            parsed.values[leaf.ordinal] = array(p, token, leaf, parsed);
            return;
        }
        if (token != JsonToken.VALUE_STRING && leaf.mustBeText) {
            badType(leaf.path, "text", token, parsed);
            p.skipChildren();
            return;
        }
        if (leaf.ordinal == EMAIL) {
            parsed.email = whole(p.getText());
            parsed.values[leaf.ordinal] = parsed.email.isBlank() ? null : personKeys.of(parsed.email);
            return;
        }
        Object value = scalar(p, token, leaf.type, true);
        parsed.values[leaf.ordinal] = value;
        if (value == null) {
            unreadable(p, token, leaf.type, leaf.path, parsed);
        }
    }

    private Object[] array(JsonParser p, JsonToken token, ParseTree array, Parsed parsed) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            badType(array.path, "an array", token, parsed);
            p.skipChildren();
            return null;
        }
        ParseTree element = ELEMENTS.get(array.type.element());
        List<Object> rows = new ArrayList<>();
        for (JsonToken t = p.nextToken(); t != JsonToken.END_ARRAY; t = p.nextToken()) {
            if (t != JsonToken.START_OBJECT) {
                badType(array.path, "objects in the array", t, parsed);
                p.skipChildren();
                continue;
            }
            Object[] row = new Object[element.children.size()];
            ExpectedKeys expected = expected(element);
            for (ExpectedKeys.Key key = expected.next(p); key != null; key = expected.next(p)) {
                JsonToken value = p.nextToken();
                ParseTree field = key.node;
                if (field == null || value == JsonToken.VALUE_NULL) {
                    p.skipChildren();
                } else if (!field.path.equals("email")) {
                    Object taken = scalar(p, value, field.type, !HOST_FIELDS.contains(field.path));
                    row[field.ordinal] = taken;
                    if (taken == null) {
                        unreadable(p, value, field.type, array.path + "." + field.path, parsed);
                    }
                } else if (value == JsonToken.VALUE_STRING) {
                    row[field.ordinal] = personKeys.of(p.getText());
                } else {
                    badType(array.path + ".email", "text", value, parsed);
                    p.skipChildren();
                }
            }
            rows.add(row);
        }
        return rows.toArray();
    }

    /** The value of a token in a column's class, or null if the column cannot hold it. */
    private Object scalar(JsonParser p, JsonToken token, ColumnType type, boolean mask) throws IOException {
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            p.skipChildren();
            return null;
        }
        return switch (type.kind()) {
            case STRING -> token == JsonToken.VALUE_STRING ? text(p.getText(), mask) : number(p, token);
            case TIMESTAMP -> token == JsonToken.VALUE_STRING ? time(p.getText().trim()) : null;
            case BOOLEAN ->
                token == JsonToken.VALUE_TRUE ? Boolean.TRUE : token == JsonToken.VALUE_FALSE ? false : null;
            case INT -> token == JsonToken.VALUE_NUMBER_INT ? intOrNull(decimal(p.getText())) : null;
            case LONG -> token == JsonToken.VALUE_NUMBER_INT ? longOrNull(decimal(p.getText())) : null;
            case DECIMAL -> amount(p, token, type);
            default -> throw new IllegalStateException("no scalar: " + type);
        };
    }

    private String text(String s, boolean mask) {
        String trimmed = whole(s.trim());
        return mask ? personKeys.mask(trimmed) : trimmed;
    }

    /** The text with U+FFFD for every half of a surrogate pair. */
    private static String whole(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (i + 1 < s.length() && Character.isSurrogatePair(s.charAt(i), s.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(s.charAt(i))) {
                return s.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return s;
    }

    /** Some ids come as a number or as a text; a flag or an object is neither. */
    private static String number(JsonParser p, JsonToken token) throws IOException {
        return token.isNumeric() ? p.getText() : null;
    }

    private static Long time(String s) {
        long micros = Iso8601.eventMicros(s);
        return micros == Iso8601.INVALID ? null : (Long) micros;
    }

    private static Integer intOrNull(BigDecimal d) {
        Long l = longOrNull(d);
        return l == null || l != (int) (long) l ? null : (Integer) (int) (long) l;
    }

    private static Long longOrNull(BigDecimal d) {
        return d == null || d.abs().compareTo(LARGEST) > 0 ? null : (Long) d.longValue();
    }

    private static BigDecimal amount(JsonParser p, JsonToken token, ColumnType type) throws IOException {
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            return null;
        }
        BigDecimal d = decimal(p.getText());
        if (d == null || Math.abs((long) d.precision() - d.scale()) > type.precision()) {
            return null;
        }
        BigDecimal scaled = d.setScale(type.scale(), RoundingMode.HALF_UP);
        return scaled.precision() > type.precision() ? null : scaled;
    }

    private static BigDecimal decimal(String s) {
        try {
            return s.length() > 40 ? null : new BigDecimal(s.trim());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static void badType(String path, String expected, JsonToken token, Parsed parsed) {
        parsed.refuse(path, "bad_type", "found " + kind(token) + ", expected " + expected);
    }

    /** Says of a value that is there but became null what it is and what its column takes. */
    private static void unreadable(JsonParser p, JsonToken token, ColumnType type, String path, Parsed parsed)
            throws IOException {
        switch (type.kind()) {
            case TIMESTAMP -> {
                if (token == JsonToken.VALUE_STRING) {
                    parsed.refuse(
                            path, "bad_time", "found " + found(p) + ", expected a time such as 2026-01-31T09:30:00Z");
                } else {
                    badType(path, "text", token, parsed);
                }
            }
            case INT, LONG -> {
                if (token == JsonToken.VALUE_NUMBER_INT) {
                    parsed.refuse(path, "bad_number", "found " + found(p) + ", too large for a column of " + type);
                } else {
                    badType(path, "a whole number", token, parsed);
                }
            }
            case DECIMAL -> {
                if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
                    parsed.refuse(
                            path,
                            "bad_number",
                            "found " + found(p) + ", expected an amount that fits a column of " + type);
                } else {
                    badType(path, "an amount", token, parsed);
                }
            }
            case BOOLEAN -> badType(path, "true or false", token, parsed);
            default -> badType(path, "text", token, parsed);
        }
    }

    private static String found(JsonParser p) throws IOException {
        String s = p.getText();
        String shown = whole(s.length() > 40 ? s.substring(0, 40) + "..." : s);
        return "'" + shown.replaceAll("\\S+@\\S+", "(an address)") + "'";
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }

    private static Set<String> mustBeText() {
        Set<String> paths = new HashSet<>(WebhookRules.REQUIRED);
        paths.add("event");
        return paths;
    }

    private static Map<ColumnType, ParseTree> elements() {
        Map<ColumnType, ParseTree> all = new IdentityHashMap<>();
        for (WebhookLayout.Field f : WebhookLayout.fields()) {
            ColumnType element = f.column().type().element();
            if (element != null) {
                all.put(element, ParseTree.ofStruct(element));
            }
        }
        return all;
    }
}
