package dev.tidemark.table;

import java.util.Base64;

/**
 * Raw bytes as a table can hold them without losing one: as text where they are UTF-8, else in base64.
 *
 * @param encoding {@code utf-8} or {@code base64}
 * @param text the bytes in that encoding
 */
public record RawText(String encoding, Utf8 text) {
    private static final String UTF_8 = "utf-8";
    private static final String BASE64 = "base64";

    /** @param bytes not to be changed any more */
    public static RawText of(byte[] bytes) {
        return Utf8.isWellFormed(bytes)
                ? new RawText(UTF_8, new Utf8(bytes))
                : new RawText(BASE64, new Utf8(Base64.getEncoder().encode(bytes)));
    }

    /** What a table holds. */
    public static RawText of(String encoding, String text) {
        return new RawText(encoding, Utf8.of(text));
    }

    /** The bytes that {@link #of(byte[])} was given. */
    public byte[] bytes() {
        return encoding.equals(BASE64) ? Base64.getDecoder().decode(text.bytes()) : text.bytes();
    }
}
