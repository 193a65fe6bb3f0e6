package dev.tidemark.s3;

import java.net.URI;
import java.time.Duration;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients of S3. */
public final class S3ClientFactory {
    /** A server that sends a byte now and then does not hold a call up for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private S3ClientFactory() {}

    /**
     * A client for who can wait until the next time: it tries as often as the SDK thinks right. Close it.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if no region is known
     */
    public static S3Client make(S3Settings settings) {
        return make(settings, AwsRetryStrategy.standardRetryStrategy());
    }

    /**
     * A client that tries a call so many times, with growing pauses of up to 5 s, whatever other calls met. Close it.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if no region is known
     */
    public static S3Client make(S3Settings settings, int attempts) {
        BackoffStrategy pauses = BackoffStrategy.exponentialDelay(SHORTEST_PAUSE, LONGEST_PAUSE);
        return make(
                settings,
                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(attempts)
                        .backoffStrategy(pauses)
                        .throttlingBackoffStrategy(pauses)
                        .circuitBreakerEnabled(false)
                        .retryOnException(S3ClientFactory::isCutAnswer)
                        .build());
    }

    /** An XML answer whose connection ended in the middle: the SDK takes it for a malformed one and gives up. */
    private static boolean isCutAnswer(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof XMLStreamException) {
                return true;
            }
        }
        return false;
    }

    private static S3Client make(S3Settings settings, RetryStrategy retries) {
        S3ClientBuilder builder = S3Client.builder()
                .forcePathStyle(settings.pathStyle())
                // stores other than Amazon's do not all know signed chunks and the newer checksums; and asking first
                // whether a body may be sent costs a round trip
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(LONGEST).retryStrategy(retries))
                .httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout())
                        .socketTimeout(settings.readTimeout())
                        .expectContinueEnabled(false));
        if (settings.region() != null) {
            builder.region(Region.of(settings.region()));
        }
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
            if (settings.region() == null) {
                builder.region(Region.US_EAST_1);
            }
            if (isLoopback(settings.endpoint())) {
                // a local store takes any credentials, and must not be shown the real ones
                builder.credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
            }
        }
        return builder.build();
    }

    private static boolean isLoopback(URI endpoint) {
        String host = String.valueOf(endpoint.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
