package dev.tidemark.envelope;

/**
 * The outcome of checking one delivery.
 *
 * @param message the reason in words, for quarantine; never holds a key
 */
public record SignatureCheck(SignatureStatus status, String message) {

    /** Whether the delivery may go on to be decoded. */
    public boolean passed() {
        return status == SignatureStatus.VALID || status == SignatureStatus.NOT_REQUIRED;
    }
}
