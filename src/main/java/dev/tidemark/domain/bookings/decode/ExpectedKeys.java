package dev.tidemark.domain.bookings.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks over the keys of an object. Objects of one place have the same keys in nearly the same order time after time, so
 * that the parser need only compare the next key with the one that came then, instead of looking it up twice.
 *
 * <p>Not for use by several threads.
 */
final class ExpectedKeys {
    /** Bounds the memory that strangers' keys can take. */
    private static final int MOST_UNKNOWN = 64;

    /** A key with what it stands for. */
    static final class Key {
        final SerializedString name;
        /** Null for a key that we do not read. */
        final ParseTree node;

        /** What came after it last time. */
        private Key next;

        private Key(String name, ParseTree node) {
            this.name = new SerializedString(name);
            this.node = node;
        }
    }

    /** A key that is not remembered. */
    private static final Key STRANGE = new Key("", null);

    private final Map<String, Key> known = new HashMap<>();
    private final int most;
    private final Key start = new Key("", null);
    private Key last = start;

    /** @param object the object's place */
    ExpectedKeys(ParseTree object) {
        object.children.forEach((name, node) -> known.put(name, new Key(name, node)));
        most = known.size() + MOST_UNKNOWN;
    }

    /** To be called for each object, after its opening brace. */
    void begin() {
        last = start;
    }

    /** The next key, or null at the end of the object. The parser stands before the value then. */
    Key next(JsonParser p) throws IOException {
        Key expected = last.next;
        if (expected == null) {
            p.nextToken();
        } else if (p.nextFieldName(expected.name)) {
            last = expected;
            return expected;
        }
        if (p.currentToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        Key found = find(p.currentName());
        if (last != STRANGE && found != STRANGE) {
            last.next = found;
        }
        last = found;
        return found;
    }

    private Key find(String name) {
        Key key = known.get(name);
        if (key == null) {
            if (known.size() >= most || !isPlain(name)) {
                return STRANGE;
            }
            key = new Key(name, null);
            known.put(name, key);
        }
        return key;
    }

    /** Whether a name is written as it reads: others may not even be text. */
    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }
}
