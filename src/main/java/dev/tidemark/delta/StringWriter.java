package dev.tidemark.delta;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes the strings of one column. Most columns repeat a few values; these are encoded once, and because the very same
 * bytes come again, Parquet's dictionary finds them without comparing them.
 */
final class StringWriter implements ValueWriter {
    /** A power of two. */
    private static final int SLOTS = 128;
    /** Longer ones hardly repeat, and would cost memory. */
    private static final int LONGEST_KEPT = 120;

    private final String[] keptText = new String[SLOTS];
    private final Binary[] keptBytes = new Binary[SLOTS];

    @Override
    public void write(Object value, RecordConsumer out) {
        String text = (String) value;
        if (text.length() > LONGEST_KEPT) {
            out.addBinary(encode(text));
            return;
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        if (!text.equals(keptText[slot])) {
            keptText[slot] = text;
            keptBytes[slot] = encode(text);
        }
        out.addBinary(keptBytes[slot]);
    }

    private static Binary encode(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }
}
