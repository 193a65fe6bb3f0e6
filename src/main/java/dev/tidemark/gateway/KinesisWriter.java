package dev.tidemark.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/**
 * Sends what a mapping template rendered, the JSON of a PutRecord call, to a local Kinesis. Throttling, time-outs and
 * broken connections are tried again a bounded number of times within a bounded time.
 */
final class KinesisWriter implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 4;

    private final SdkEventLoopGroup eventLoops =
            SdkEventLoopGroup.builder().numberOfThreads(2).build();
    private final KinesisAsyncClient kinesis;

    /**
     * @param maxConcurrency how many calls may be under way at once
     * @param attemptTimeout how long one attempt may take
     * @param callTimeout how long all attempts together may take
     */
    KinesisWriter(URI endpoint, int maxConcurrency, Duration attemptTimeout, Duration callTimeout) {
        kinesis = KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                // a local Kinesis asks for a region and keys, but takes any
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        // Kinesis' default is HTTP/2, which no local one speaks over plain HTTP
                        .protocol(Protocol.HTTP1_1)
                        .eventLoopGroup(eventLoops)
                        .maxConcurrency(maxConcurrency)
                        .connectionAcquisitionTimeout(callTimeout))
                .overrideConfiguration(configuration -> configuration
                        .apiCallAttemptTimeout(attemptTimeout)
                        .apiCallTimeout(callTimeout)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .backoffStrategy(
                                        BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(1)))
                                .throttlingBackoffStrategy(
                                        BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(1)))
                                .build()))
                .build();
    }

    /**
     * Puts one record.
     *
     * @param putRecordJson {@code {"StreamName", "PartitionKey", "Data"}}, Data in base64
     * @throws IOException if the JSON is not such a call: the template is wrong
     */
    CompletableFuture<PutRecordResponse> put(String putRecordJson) throws IOException {
        JsonNode call = JSON.readTree(putRecordJson);
        return kinesis.putRecord(PutRecordRequest.builder()
                .streamName(call.required("StreamName").asText())
                .partitionKey(call.required("PartitionKey").asText())
                .data(SdkBytes.fromByteArrayUnsafe(call.required("Data").binaryValue()))
                .build());
    }

    @Override
    public void close() {
        kinesis.close();
        // our own group, because the client's would take two seconds to see that nothing comes any more
        eventLoops.eventLoopGroup().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
