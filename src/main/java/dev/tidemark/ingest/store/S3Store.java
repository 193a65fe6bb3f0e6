package dev.tidemark.ingest.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A prefix of an S3 bucket. The SDK tries again what may pass by itself. */
final class S3Store implements WritableStore {
    /** A server that sends a byte now and then does not hold a fetch up for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int PIECE = 64 * 1024;

    private final Location.S3 location;
    private final AccessSettings settings;
    private S3Client client;

    S3Store(Location.S3 location, AccessSettings settings) {
        this.location = location;
        this.settings = settings;
    }

    @Override
    public FileContent read(String name, String knownEtag, long maxBytes) throws IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(key(name))
                .ifNoneMatch(knownEtag)
                .build();
        try {
            ResponseTransformer<GetObjectResponse, FileContent> take = (response, in) -> take(response, in, maxBytes);
            return client().getObject(request, take);
        } catch (S3Exception e) {
            if (e.statusCode() == 304) {
                return new FileContent.Unchanged();
            }
            if (e.statusCode() == 404 && !"NoSuchBucket".equals(errorCode(e))) {
                return new FileContent.Missing();
            }
            throw failure(e);
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    private static FileContent take(GetObjectResponse response, AbortableInputStream in, long maxBytes) {
        long length = response.contentLength() == null ? -1 : response.contentLength();
        if (length > maxBytes) {
            in.abort();
            return new FileContent.TooLarge(response.eTag(), length);
        }
        try {
            return whole(in, response.eTag(), new BoundedBytes(length, maxBytes), maxBytes);
        } catch (InterruptedIOException e) {
            throw Thread.currentThread().isInterrupted()
                    ? AbortedException.create("interrupted", e)
                    : RetryableException.create(e.getMessage(), e);
        } catch (IOException e) {
            throw RetryableException.create(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static FileContent whole(AbortableInputStream in, String etag, BoundedBytes bytes, long maxBytes)
            throws IOException {
        InputStream body = in;
        byte[] piece = new byte[PIECE];
        for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
            if (!bytes.add(ByteBuffer.wrap(piece, 0, n))) {
                in.abort();
                return new FileContent.TooLarge(etag, maxBytes + 1);
            }
        }
        return new FileContent.Whole(bytes.toArray(), etag);
    }

    @Override
    public Optional<List<String>> list() throws IOException {
        String folder = location.prefix().isEmpty() ? "" : location.prefix() + "/";
        try {
            return Optional.of(
                    client()
                            .listObjectsV2Paginator(r ->
                                    r.bucket(location.bucket()).prefix(folder).delimiter("/"))
                            .contents()
                            .stream()
                            .map(S3Object::key)
                            .map(k -> k.substring(folder.length()))
                            .filter(n -> !n.isEmpty())
                            .sorted()
                            .toList());
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
        String key = key(name);
        try {
            client().putObject(r -> r.bucket(location.bucket()).key(key), RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    private String key(String name) throws IOException {
        if (name.isEmpty() || name.contains("/")) {
            throw new IOException("'" + name + "' is no file name");
        }
        return location.prefix().isEmpty() ? name : location.prefix() + "/" + name;
    }

    private static String errorCode(S3Exception e) {
        return e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    }

    private IOException failure(SdkException e) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        return new IOException(location + ": " + e.getMessage(), e);
    }

    /** Made at the first use, so that a missing region is reported like any other failure to reach the bucket. */
    private S3Client client() {
        if (client == null) {
            client = make();
        }
        return client;
    }

    private S3Client make() {
        S3ClientBuilder builder = S3Client.builder()
                .forcePathStyle(settings.s3PathStyle())
                // stores other than Amazon's do not all know signed chunks and the newer checksums
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(LONGEST))
                .httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout())
                        .socketTimeout(settings.readTimeout()));
        if (settings.s3Region() != null) {
            builder.region(Region.of(settings.s3Region()));
        }
        if (settings.s3Endpoint() != null) {
            builder.endpointOverride(settings.s3Endpoint());
            if (settings.s3Region() == null) {
                builder.region(Region.US_EAST_1);
            }
            if (isLoopback(settings.s3Endpoint())) {
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

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
