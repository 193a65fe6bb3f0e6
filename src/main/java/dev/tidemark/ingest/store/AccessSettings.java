package dev.tidemark.ingest.store;

import dev.tidemark.s3.S3Settings;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * How HTTP addresses and S3 buckets are reached.
 *
 * @param s3Endpoint another S3 endpoint than the region's, or null; one on this machine gets dummy credentials
 * @param s3Region the region of the buckets, or null for the one of the environment
 * @param s3PathStyle whether the bucket stands in the path instead of the host name
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for the next bytes
 */
public record AccessSettings(
        URI s3Endpoint, String s3Region, boolean s3PathStyle, Duration connectTimeout, Duration readTimeout)
        implements Serializable {
    public static final AccessSettings DEFAULT =
            new AccessSettings(null, null, false, Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** What of it concerns S3. */
    public S3Settings s3() {
        return new S3Settings(s3Endpoint, s3Region, s3PathStyle, connectTimeout, readTimeout);
    }
}
