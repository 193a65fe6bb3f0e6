package dev.tidemark.delta;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;

/**
 * Encodes the strings of one column. Most columns repeat a few values; these are encoded once, and because the very same
 * bytes come again, Parquet's dictionary finds them without comparing them.
 */
final class TextEncoder {
    /** A power of two. */
    private static final int SLOTS = 128;
    /** Longer ones hardly repeat, and would cost memory. */
    private static final int LONGEST_KEPT = 120;

    private final String[] keptText = new String[SLOTS];
    private final Binary[] keptBytes = new Binary[SLOTS];

    Binary encode(String text) {
        if (text.length() > LONGEST_KEPT) {
            return bytes(text);
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        if (!text.equals(keptText[slot])) {
            keptText[slot] = text;
            keptBytes[slot] = bytes(text);
        }
        return keptBytes[slot];
    }

    private static Binary bytes(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }
}
