package dev.tidemark.envelope;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Calendly's webhook signature under one key: HMAC-SHA256 over {@code t + "." + raw body}. Holds one keyed
 * {@link Mac} for its whole life, because looking one up for each delivery costs more than the hash of a small body;
 * so an instance belongs to one thread at a time.
 */
public final class WebhookSignature {

    /** The header that carries the signature. */
    public static final String HEADER = "Calendly-Webhook-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** @param key the signing key; its UTF-8 bytes are the HMAC key */
    public WebhookSignature(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a signing key must not be empty");
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /**
     * The header's value for one body.
     *
     * @param timestampSeconds when it is signed, seconds since the epoch
     */
    public String sign(long timestampSeconds, byte[] body) {
        String timestamp = Long.toString(timestampSeconds);
        return "t=" + timestamp + ",v1=" + HexFormat.of().formatHex(hash(timestamp, body));
    }

    /** The 32 bytes of the HMAC; {@code timestamp} goes in as it is written in the header. */
    byte[] hash(String timestamp, byte[] body) {
        mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) '.');
        // doFinal leaves the Mac keyed and empty, ready for the next body
        return mac.doFinal(body);
    }
}
