package dev.tidemark.envelope;

/** What became of a delivery's signature. */
public enum SignatureStatus {
    /** Signed by one of the keys, close enough to the time of receipt. */
    VALID,
    /** No signature header came. */
    MISSING,
    /** The header has no usable time or signature. */
    MALFORMED,
    /** No signature in the header fits any key and this body. */
    BAD,
    /** Signed by one of the keys, but too long before or after the time of receipt. */
    STALE,
    /** Read by ourselves from a place we trust. */
    NOT_REQUIRED
}
