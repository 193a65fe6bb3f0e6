package dev.tidemark.domain.bookings.decode;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns e-mail addresses into keyed hashes (HMAC-SHA256, 64 hex digits), so that a person can be followed but not
 * named. Not safe for use by several threads at once.
 */
public final class PersonKeys implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Loose on purpose: rather hash a text that is no address than let one through. */
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>@,;:\"'()/\\[\\]]+@[^\\s<>@,;:\"'()/\\[\\]]+\\.[^\\s<>@,;:\"'()/\\[\\]]+");

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

    /** The text with every e-mail address in it replaced by {@code email:} and its key. */
    public String mask(String text) {
        if (text.indexOf('@') < 0) {
            return text;
        }
        return ADDRESS.matcher(text).replaceAll(m -> "email:" + of(m.group()));
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
