package dev.tidemark.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** {@code $util} in a mapping template, as far as ours use it. Public for Velocity's sake. */
public final class TemplateFunctions {

    TemplateFunctions() {}

    public String base64Encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The decoded bytes read as UTF-8, with U+FFFD for what is not. */
    public String base64Decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /**
     * Escapes for a JavaScript string literal, with API Gateway's pitfall: the apostrophe is escaped too, which JSON
     * does not know.
     */
    public String escapeJavaScript(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'', '"', '\\', '/' -> escaped.append('\\').append(c);
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        escaped.append(String.format("\\u%04X", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
