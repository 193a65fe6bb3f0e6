package dev.tidemark.s3;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * How S3 is reached. Credentials are not among it: they come from the SDK's default provider chain.
 *
 * @param endpoint another endpoint than the region's, or null; one on this machine gets dummy credentials
 * @param region the region of the buckets, or null for the one of the environment
 * @param pathStyle whether the bucket stands in the path instead of the host name
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for the next bytes
 */
public record S3Settings(URI endpoint, String region, boolean pathStyle, Duration connectTimeout, Duration readTimeout)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final S3Settings DEFAULT =
            new S3Settings(null, null, false, Duration.ofSeconds(10), Duration.ofSeconds(30));
}
