package dev.tidemark.envelope;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/**
 * Decides whether a delivery was signed with a key we know at about the time the gateway took it. The age is measured
 * against the time of receipt, not against the clock, so that a replay years later comes to the same result. Belongs to
 * one thread at a time; never logs or reports a key. A cut body cannot verify: look at the envelope's defect first.
 */
public final class SignatureVerifier {

    /** How far the time of signing may be from the time of receipt, before or after, as in Calendly's samples. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofSeconds(180);

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final SignatureCheck VALID = new SignatureCheck(SignatureStatus.VALID, "the signature is valid");
    private static final SignatureCheck NOT_REQUIRED =
            new SignatureCheck(SignatureStatus.NOT_REQUIRED, "read from a trusted place, no signature needed");
    private static final SignatureCheck MISSING =
            new SignatureCheck(SignatureStatus.MISSING, "no " + WebhookSignature.HEADER + " header came");

    private final List<WebhookSignature> keys;
    private final long toleranceMicros;

    /**
     * @param signingKeys one key, or two while one replaces the other
     * @throws IllegalArgumentException for any other number of keys, an empty key or a negative tolerance
     */
    public SignatureVerifier(List<String> signingKeys, Duration tolerance) {
        if (signingKeys.isEmpty() || signingKeys.size() > 2) {
            throw new IllegalArgumentException("give one signing key, or two for rotation, not " + signingKeys.size());
        }
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("the tolerance must not be negative: " + tolerance);
        }
        keys = signingKeys.stream().map(WebhookSignature::new).toList();
        toleranceMicros = tolerance.toNanos() / 1000L;
    }

    public SignatureCheck verify(Envelope envelope) {
        if (envelope.origin() == Envelope.Origin.PULLED) {
            return NOT_REQUIRED;
        }
        if (envelope.signature() == null || envelope.signature().isBlank()) {
            return MISSING;
        }
        SignatureHeader header = SignatureHeader.parse(envelope.signature());
        if (header.problem() != null) {
            return new SignatureCheck(SignatureStatus.MALFORMED, header.problem());
        }
        if (!matches(header, envelope.body())) {
            return new SignatureCheck(SignatureStatus.BAD, "no signature in the header fits the body and a known key");
        }
        // after the comparison: the time can be trusted only once its signature is
        long ageMicros = envelope.receivedAtMicros() - header.timestampSeconds() * MICROS_PER_SECOND;
        if (Math.abs(ageMicros) > toleranceMicros) {
            return new SignatureCheck(SignatureStatus.STALE, staleMessage(ageMicros));
        }
        return VALID;
    }

    /** Compares every key with every signature, without stopping at a hit, so that timing tells nothing. */
    private boolean matches(SignatureHeader header, byte[] body) {
        boolean matched = false;
        for (WebhookSignature key : keys) {
            byte[] expected = key.hash(header.timestamp(), body);
            for (byte[] claimed : header.signatures()) {
                matched |= MessageDigest.isEqual(expected, claimed);
            }
        }
        return matched;
    }

    private String staleMessage(long ageMicros) {
        return "signed " + Math.abs(ageMicros) / MICROS_PER_SECOND + " s "
                + (ageMicros >= 0 ? "before" : "after") + " its receipt, allowed are "
                + toleranceMicros / MICROS_PER_SECOND + " s";
    }
}
