package dev.tidemark.ingest.store;

import dev.tidemark.s3.S3ClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A prefix of an S3 bucket. The SDK tries again what may pass by itself. */
final class S3Store implements WritableStore {
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
            client = S3ClientFactory.make(settings.s3());
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
