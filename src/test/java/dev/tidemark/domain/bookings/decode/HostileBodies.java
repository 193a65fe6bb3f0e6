package dev.tidemark.domain.bookings.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies that no one should send: what a stranger or a fault may make of a webhook. The same seed gives the same ones. */
final class HostileBodies {
    /** Where a planted address lives; no row may tell one. */
    static final String LEAK = "@leak.example.test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GENERATED_BASES = 300;
    private static final int ONE_IN_HUGE = 2_000;

    /** In place of any value. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1.5",
            "1e400",
            "1e-400",
            "1e999999999",
            "-1e-999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "2147483648",
            "123456789012345678901234567890",
            "1".repeat(900),
            "0." + "3".repeat(900),
            "\"\"",
            "\"  \"",
            "\"text\"",
            "\"a@b.test\"",
            "\"/\"",
            "\"https://api.calendly.com/\"",
            "\"https://api.calendly.com/x y\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"0001-01-01T00:00:00+18:00\"",
            "\"1582-10-10T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999+00:00\"",
            "\"2026-02-29T00:00:00Z\"",
            "\"2026-10-12T24:00:00Z\"",
            "\"2026-10-12T15:04:05.Z\"",
            "\"\\u0000\"",
            "\"a\\u0000b\\r\\n\\t\\u001b[31m\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800 turned\"",
            "\"\\ud83d\\ude00 whole\"",
            "\"\\uffff\\ufffe\\ufeff\"",
            "\"\\u202e\\u0301\\u200b\"",
            "[]",
            "[[[[]]]]",
            "[null,1,\"x\",[],{}]",
            "[{\"email\":1,\"user\":2,\"user_email\":[],\"position\":1e99,\"created_at\":\"x\",\"number\":true}]",
            "[{\"user\":\"\"},{\"user\":\"/\"},{\"user\":null}]",
            "[{\"question\":\"" + "q".repeat(5_000) + "\",\"answer\":{},\"position\":-1}]",
            "{}",
            "{\"id\":{},\"uri\":1,\"created_at\":0,\"type\":[]}");

    /** What stands before and after a planted address. */
    private static final List<String> AROUND = List.of(
            "",
            " ",
            ".",
            ",",
            "@",
            "@@",
            "<",
            ">",
            "\"",
            "'",
            "(",
            ";",
            "mailto:",
            "https://example.test/?m=",
            "\u0000",
            "\u200b",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "a@b ",
            "x.y@",
            "first.last@other.example.test",
            "\n");

    /** Between two bodies in one. */
    private static final List<byte[]> JOINTS = List.of(
            new byte[0],
            " ".getBytes(UTF_8),
            ",".getBytes(UTF_8),
            "\u0000".getBytes(UTF_8),
            "/* comment */".getBytes(UTF_8),
            "\n\n".getBytes(UTF_8));

    private final Random random;
    private final List<byte[]> bases = new ArrayList<>();
    private final List<List<String>> paths = new ArrayList<>();
    private int planted;

    HostileBodies(long seed) {
        random = new Random(seed);
        Samples.names().forEach(n -> bases.add(Samples.body(n)));
        Traffic traffic = new Traffic(GeneratorOptions.builder()
                .bookings(GENERATED_BASES)
                .start(Instant.parse("2026-10-20T00:00:00Z"))
                .days(5)
                .seed(seed)
                .build());
        for (int i = 0; i < GENERATED_BASES && traffic.hasNext(); i++) {
            bases.add(traffic.next().body());
        }
        for (WebhookLayout.Field field : WebhookLayout.fields()) {
            paths.add(field.path());
            for (int i = 1; i < field.path().size(); i++) {
                paths.add(field.path().subList(0, i));
            }
            if (field.column().type().element() != null) {
                for (Column c : field.column().type().element().fields()) {
                    List<String> inElement = new ArrayList<>(field.path());
                    inElement.add("0");
                    inElement.add(c.name());
                    paths.add(inElement);
                }
            }
        }
    }

    byte[] next() {
        byte[] body = base();
        if (random.nextInt(ONE_IN_HUGE) == 0) {
            return huge(body);
        }
        int faults = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(4);
        for (int i = 0; i < faults; i++) {
            body = spoil(body);
        }
        return body;
    }

    private byte[] base() {
        return bases.get(random.nextInt(bases.size()));
    }

    private byte[] spoil(byte[] body) {
        return switch (random.nextInt(18)) {
            case 0 -> changedBytes(body);
            case 1 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 2 -> noise(random.nextInt(600));
            case 3, 4, 5 -> otherValue(body);
            case 6 -> removed(body);
            case 7, 8 -> withAddress(body);
            case 9 -> nested(body);
            case 10 -> badUtf8(body);
            case 11 -> repeatedKey(body);
            case 12 -> inAnotherEncoding(body);
            case 13 -> joined(body, JOINTS.get(random.nextInt(JOINTS.size())), base());
            case 14 -> spliced(body, base());
            case 15 -> manyKeys(body);
            case 16 -> manyElements(body);
            default -> controlCharacters(body);
        };
    }

    private byte[] changedBytes(byte[] body) {
        byte[] changed = body.clone();
        for (int n = 1 + random.nextInt(8); n > 0 && changed.length > 0; n--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] otherValue(byte[] body) {
        return set(body, path(), VALUES.get(random.nextInt(VALUES.size())));
    }

    private byte[] removed(byte[] body) {
        JsonNode root = tree(body);
        JsonNode parent = root;
        List<String> path = path();
        for (String key : path.subList(0, path.size() - 1)) {
            parent = parent.path(key);
        }
        if (parent instanceof ObjectNode object) {
            object.remove(path.get(path.size() - 1));
        }
        return bytes(root, body);
    }

    private byte[] withAddress(byte[] body) {
        String text = around() + "victim" + planted++ + LEAK + around();
        return set(body, path(), new TextNode(text).toString());
    }

    private String around() {
        return AROUND.get(random.nextInt(AROUND.size()));
    }

    private byte[] nested(byte[] body) {
        int depth = 1 << random.nextInt(14);
        boolean closed = random.nextBoolean();
        String deep = random.nextBoolean()
                ? "[".repeat(depth) + (closed ? "]".repeat(depth) : "")
                : "{\"payload\":".repeat(depth) + "1" + (closed ? "}".repeat(depth) : "");
        return after(body, "{", "\"" + (random.nextBoolean() ? "payload" : "unknown") + "\":" + deep + ",");
    }

    private byte[] badUtf8(byte[] body) {
        byte[][] wrong = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xB0, (byte) 0x80},
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xFF},
            {(byte) 0x80},
            {(byte) 0xE2, (byte) 0x82},
            {(byte) 0xEF, (byte) 0xBF, (byte) 0xBF}
        };
        int at = random.nextInt(body.length + 1);
        return joined(
                Arrays.copyOf(body, at),
                wrong[random.nextInt(wrong.length)],
                Arrays.copyOfRange(body, at, body.length));
    }

    private byte[] repeatedKey(byte[] body) {
        List<String> path = path();
        String key = path.get(path.size() - 1);
        String again = "\"" + key + "\":" + VALUES.get(random.nextInt(VALUES.size())) + ",";
        return after(body, random.nextBoolean() ? "{" : "\"payload\":{", again.repeat(1 + random.nextInt(3)));
    }

    private byte[] inAnotherEncoding(byte[] body) {
        Charset[] charsets = {UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"), ISO_8859_1};
        String text = (random.nextBoolean() ? "\ufeff" : "") + new String(body, UTF_8);
        return text.getBytes(charsets[random.nextInt(charsets.length)]);
    }

    private byte[] spliced(byte[] a, byte[] b) {
        int from = random.nextInt(b.length + 1);
        return joined(
                Arrays.copyOf(a, random.nextInt(a.length + 1)), new byte[0], Arrays.copyOfRange(b, from, b.length));
    }

    /** Keys that collide in a hash table of the usual kind, or are merely many. */
    private byte[] manyKeys(byte[] body) {
        StringBuilder keys = new StringBuilder();
        int n = random.nextInt(1_000);
        for (int i = 0; i < n; i++) {
            keys.append('"');
            for (int bit = 0; bit < 10; bit++) {
                keys.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            keys.append("\":").append(i).append(',');
        }
        return after(body, random.nextBoolean() ? "{" : "\"payload\":{", keys.toString());
    }

    private byte[] manyElements(byte[] body) {
        String element = VALUES.get(random.nextInt(VALUES.size()));
        String key = List.of("event_memberships", "event_guests", "questions_and_answers")
                .get(random.nextInt(3));
        String all = (element + ",").repeat(random.nextInt(300)) + element;
        return after(body, "\"scheduled_event\":{", "\"" + key + "\":[" + all + "],");
    }

    private byte[] controlCharacters(byte[] body) {
        byte[] changed = body.clone();
        for (int n = 1 + random.nextInt(3); n > 0 && changed.length > 0; n--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(32);
        }
        return changed;
    }

    /** Around the largest body that is taken, as one long text, many '@', a long number, or blanks. */
    private byte[] huge(byte[] body) {
        int size = WebhookDecoder.MAX_BODY_BYTES - 50_000 + random.nextInt(100_000);
        String filling =
                switch (random.nextInt(5)) {
                    case 0 -> "\"" + "a".repeat(size) + "\"";
                    case 1 -> "\"" + "a@".repeat(size / 2) + "\"";
                    case 2 -> "\"" + "a@b.c.".repeat(size / 6) + "\"";
                    case 3 -> "7".repeat(size);
                    default -> " ".repeat(size) + "1";
                };
        return set(body, path(), filling);
    }

    private List<String> path() {
        return paths.get(random.nextInt(paths.size()));
    }

    /** The body with a value at a path, made where it is not there; the value goes in as text, whatever it holds. */
    private byte[] set(byte[] body, List<String> path, String json) {
        JsonNode root = tree(body);
        JsonNode at = root;
        for (int i = 0; i < path.size() - 1; i++) {
            boolean array = path.get(i + 1).equals("0");
            JsonNode next = at.path(path.get(i));
            if (path.get(i).equals("0") && at instanceof ArrayNode elements) {
                next = elements.isEmpty() || !elements.get(0).isObject() ? elements.insertObject(0) : elements.get(0);
            } else if (at instanceof ObjectNode object && !(array ? next.isArray() : next.isObject())) {
                next = array ? object.putArray(path.get(i)) : object.putObject(path.get(i));
            }
            at = next;
        }
        if (!(at instanceof ObjectNode object)) {
            return changedBytes(body);
        }
        object.put(path.get(path.size() - 1), "(here)");
        return new String(bytes(root, body), UTF_8).replace("\"(here)\"", json).getBytes(UTF_8);
    }

    /** The body with something put in after the first occurrence of a text. */
    private static byte[] after(byte[] body, String place, String put) {
        String text = new String(body, UTF_8);
        int at = text.indexOf(place);
        return at < 0
                ? body
                : (text.substring(0, at + place.length()) + put + text.substring(at + place.length())).getBytes(UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The body as a tree; a text where it is no JSON, which nothing can be set in. */
    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.isMissingNode() ? TextNode.valueOf("") : tree;
        } catch (IOException e) {
            return TextNode.valueOf("");
        }
    }

    private static byte[] bytes(JsonNode tree, byte[] otherwise) {
        try {
            return tree.isObject() ? JSON.writeValueAsBytes(tree) : otherwise;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
