package dev.tidemark.ingest.kinesis;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

/** Clients for the endpoint, region and credentials of a source's settings. */
final class AwsKinesisClientFactory implements KinesisClientFactory {
    private static final long serialVersionUID = 1L;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 50;

    private final KinesisSourceSettings settings;

    AwsKinesisClientFactory(KinesisSourceSettings settings) {
        this.settings = settings;
    }

    @Override
    public KinesisAsyncClient create() {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .region(Region.of(settings.region()))
                // no repeats inside the SDK: reader and enumerator repeat, back off, count and report failures
                .overrideConfiguration(
                        o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL_TIMEOUT))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP1_1)
                        .maxConcurrency(CONNECTIONS)
                        .readTimeout(CALL_TIMEOUT));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.accessKeyId() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKeyId(), settings.secretKey())));
        }
        return builder.build();
    }
}
