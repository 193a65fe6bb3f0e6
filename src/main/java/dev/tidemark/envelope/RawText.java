package dev.tidemark.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Raw bytes as a table can hold them without losing one: as text where they are UTF-8, else in base64.
 *
 * @param encoding {@code utf-8} or {@code base64}
 * @param text the bytes in that encoding
 */
public record RawText(String encoding, String text) {

    public static RawText of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // a wrong byte decodes to U+FFFD; only then is the strict, slower decoder asked whether it was one
        if (text.indexOf('\uFFFD') >= 0 && !isUtf8(bytes)) {
            return new RawText("base64", Base64.getEncoder().encodeToString(bytes));
        }
        return new RawText("utf-8", text);
    }

    /** The bytes that {@link #of} was given. */
    public byte[] bytes() {
        return encoding.equals("base64") ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
