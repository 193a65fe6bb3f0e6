package dev.tidemark.ingest.polled;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A version of a file that was read.
 *
 * @param etag what the server calls it, or null if it gives no ETags
 * @param hash SHA-256 of the content in hexadecimal, or a mark of a file that was too large
 */
record FileVersion(String etag, String hash) {
    private static final String TOO_LARGE = "too large";

    static FileVersion of(byte[] content, String etag) {
        try {
            return new FileVersion(
                    etag,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Without an ETag the size tells versions apart as far as it can. */
    static FileVersion tooLarge(long leastBytes, String etag) {
        return new FileVersion(etag, TOO_LARGE + " " + (etag == null ? leastBytes : etag));
    }

    /** The ETag to ask with, or null: a file that was too large is asked for again, since the limit may be higher now. */
    String etagToAskWith() {
        return hash.startsWith(TOO_LARGE) ? null : etag;
    }

    /** What people see as the version. */
    String shown() {
        return etag == null ? hash : etag;
    }
}
