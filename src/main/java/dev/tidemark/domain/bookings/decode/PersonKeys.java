package dev.tidemark.domain.bookings.decode;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns e-mail addresses into keyed hashes (HMAC-SHA256, 64 hex digits), so that a person can be followed but not
 * named. Not safe for use by several threads at once.
 */
public final class PersonKeys implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Ends an address. Loose on purpose: rather hash a text that is no address than let one through. */
    private static final String NOT_IN_ADDRESS = "<>@,;:\"'()/[]";

    private final byte[] pepper;
    private transient Mac mac;

    /** @param pepper the secret key, at least 16 bytes */
    public PersonKeys(byte[] pepper) {
        if (pepper.length < 16) {
            throw new IllegalArgumentException("the person-key pepper must have at least 16 bytes");
        }
        this.pepper = pepper.clone();
    }

    /** The key of an address, trimmed and lower-cased first. */
    public String of(String email) {
        return HexFormat.of()
                .formatHex(mac().doFinal(email.trim().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The text with every e-mail address in it replaced by {@code email:} and its key. Looks at each character a few
     * times at most: a regular expression takes minutes for a long word with an @.
     */
    public String mask(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length() + 64);
        int copied = 0;
        for (; at >= 0; at = text.indexOf('@', at + 1)) {
            int from = at;
            while (from > copied && isInAddress(text.charAt(from - 1))) {
                from--;
            }
            int to = endOfWord(text, at + 1);
            if (from < at && text.substring(at + 1, to).indexOf('.') > 0) {
                // addresses written without a space between them: neither may stay in part
                while (to + 1 < text.length() && text.charAt(to) == '@' && isInAddress(text.charAt(to + 1))) {
                    to = endOfWord(text, to + 1);
                }
                masked.append(text, copied, from).append("email:").append(of(text.substring(from, to)));
                copied = to;
                at = to - 1;
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /** Where the characters of an address end that begin at {@code from}, without the dots that end a sentence. */
    private static int endOfWord(String text, int from) {
        int to = from;
        while (to < text.length() && isInAddress(text.charAt(to))) {
            to++;
        }
        boolean atSeparator = to < text.length() && text.charAt(to) == '@';
        while (!atSeparator && to > from && text.charAt(to - 1) == '.') {
            to--;
        }
        return to;
    }

    private static boolean isInAddress(char c) {
        return !Character.isWhitespace(c) && NOT_IN_ADDRESS.indexOf(c) < 0;
    }

    private Mac mac() {
        if (mac == null) {
            try {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no HmacSHA256", e);
            }
        }
        return mac;
    }
}
