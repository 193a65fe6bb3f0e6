package dev.tidemark.delta.io;

import dev.tidemark.s3.S3ClientFactory;
import dev.tidemark.s3.S3Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The calls to S3, with its failures as the ones of files. What may pass by itself (503, a cut connection, silence) is
 * tried again by the client; here is what to make of an answer that such a second try got.
 */
final class S3Objects implements AutoCloseable {
    /** With pauses of up to 5 s this bridges half a minute; a call that fails restarts the job. */
    private static final int ATTEMPTS = 12;

    private static final int CONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final long LONGEST_PAUSE_MILLIS = 100;
    /** Which upload made an object: tells our own from another's of the same name. */
    private static final String UPLOAD_TAG = "tidemark-upload";

    private final S3Settings settings;
    private S3Client client;

    S3Objects(S3Settings settings) {
        this.settings = settings;
    }

    /**
     * A part of an object.
     *
     * @param totalBytes the size of the whole object
     */
    record Range(byte[] bytes, long totalBytes) {}

    /** An upload in parts that was begun. */
    record Upload(S3Location at, String id, String tag) {}

    /** @throws FileNotFoundException if there is no such object */
    HeadObjectResponse head(S3Location at) throws IOException {
        try {
            return client().headObject(r -> r.bucket(at.bucket()).key(at.key()));
        } catch (SdkException e) {
            throw failure(at, e);
        }
    }

    /**
     * Reads from a position on; nothing if the object ends before it.
     *
     * @param most how many bytes to read at most
     * @throws FileNotFoundException if there is no such object
     */
    Range read(S3Location at, long from, long most) throws IOException {
        try {
            ResponseBytes<GetObjectResponse> part = client().getObjectAsBytes(
                            r -> r.bucket(at.bucket()).key(at.key()).range("bytes=" + from + "-" + (from + most - 1)));
            return new Range(part.asByteArrayUnsafe(), total(part.response()));
        } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                return new Range(new byte[0], from);
            }
            throw failure(at, e);
        } catch (SdkException e) {
            throw failure(at, e);
        }
    }

    private static long total(GetObjectResponse response) {
        String range = response.contentRange();
        return range == null
                ? response.contentLength()
                : Long.parseLong(range.substring(range.lastIndexOf('/') + 1).trim());
    }

    /** The whole of a small object; empty if there is none. */
    Optional<byte[]> content(S3Location at) throws IOException {
        try {
            return Optional.of(
                    client().getObjectAsBytes(r -> r.bucket(at.bucket()).key(at.key()))
                            .asByteArrayUnsafe());
        } catch (SdkException e) {
            IOException failure = failure(at, e);
            if (failure instanceof FileNotFoundException) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    void put(S3Location at, byte[] content) throws IOException {
        try {
            client().putObject(r -> r.bucket(at.bucket()).key(at.key()), RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw failure(at, e);
        }
    }

    /**
     * Makes an object if there is none of that name.
     *
     * @throws FileAlreadyExistsException if there is one, and it is not of this content: that it is, is what a writer
     *     meets whose first try was carried out while its answer was lost
     */
    void putIfAbsent(S3Location at, byte[] content) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                client().putObject(
                                r -> r.bucket(at.bucket()).key(at.key()).ifNoneMatch("*"),
                                RequestBody.fromBytes(content));
                return;
            } catch (SdkException e) {
                if (!isTaken(e)) {
                    throw failure(at, e);
                }
                Optional<byte[]> there = content(at);
                if (there.isPresent() && Arrays.equals(there.get(), content)) {
                    return;
                }
                if (there.isPresent()) {
                    throw taken(at, e);
                }
                // somebody is writing it and may yet fail
                if (attempt == ATTEMPTS) {
                    throw failure(at, e);
                }
                pause(attempt);
            }
        }
    }

    /** Begins an upload in parts; end it with {@link #complete} or {@link #abort}. */
    Upload begin(S3Location at) throws IOException {
        String tag = UUID.randomUUID().toString();
        try {
            return new Upload(
                    at,
                    client().createMultipartUpload(
                                    r -> r.bucket(at.bucket()).key(at.key()).metadata(Map.of(UPLOAD_TAG, tag)))
                            .uploadId(),
                    tag);
        } catch (SdkException e) {
            throw failure(at, e);
        }
    }

    /** @param number from 1 on */
    CompletedPart part(Upload upload, int number, byte[] bytes, int length) throws IOException {
        RequestBody body = RequestBody.fromBytes(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        try {
            String etag = client().uploadPart(
                            r -> r.bucket(upload.at().bucket())
                                    .key(upload.at().key())
                                    .uploadId(upload.id())
                                    .partNumber(number),
                            body)
                    .eTag();
            return CompletedPart.builder().partNumber(number).eTag(etag).build();
        } catch (SdkException e) {
            throw failure(upload.at(), e);
        }
    }

    /** @throws FileAlreadyExistsException if there is an object of that name and there may not be */
    void complete(Upload upload, List<CompletedPart> parts, boolean ifAbsent) throws IOException {
        S3Location at = upload.at();
        for (int attempt = 1; ; attempt++) {
            try {
                client().completeMultipartUpload(r -> r.bucket(at.bucket())
                        .key(at.key())
                        .uploadId(upload.id())
                        .ifNoneMatch(ifAbsent ? "*" : null)
                        .multipartUpload(u -> u.parts(parts)));
                return;
            } catch (SdkException e) {
                // an upload that was completed is gone: so the second try after a lost answer finds it
                if (!isTaken(e) && !(failure(at, e) instanceof FileNotFoundException)) {
                    throw failure(at, e);
                }
                Optional<String> maker = maker(at);
                if (maker.isPresent() && maker.get().equals(upload.tag())) {
                    return;
                }
                if (maker.isPresent() && isTaken(e)) {
                    throw taken(at, e);
                }
                if (!isTaken(e) || attempt == ATTEMPTS) {
                    throw new IOException("the upload of " + at + " was ended by somebody else", e);
                }
                pause(attempt);
            }
        }
    }

    /** The tag of the upload that made the object there, empty text if it says none; empty if there is no object. */
    private Optional<String> maker(S3Location at) throws IOException {
        try {
            return Optional.of(head(at).metadata().getOrDefault(UPLOAD_TAG, ""));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    void abort(Upload upload) throws IOException {
        try {
            client().abortMultipartUpload(r ->
                    r.bucket(upload.at().bucket()).key(upload.at().key()).uploadId(upload.id()));
        } catch (SdkException e) {
            throw failure(upload.at(), e);
        }
    }

    /** Deletes an object, if it is there. */
    void delete(S3Location at) throws IOException {
        try {
            client().deleteObject(r -> r.bucket(at.bucket()).key(at.key()));
        } catch (SdkException e) {
            throw failure(at, e);
        }
    }

    /**
     * The objects from a key on, page by page as they are asked for, in the order of their keys.
     *
     * @param from what is listed begins with this key's directory, and comes at or after it
     * @param deep whether what has more slashes in its key is listed too
     */
    ObjectListing list(S3Location from, boolean deep) throws IOException {
        // S3 lists what comes after a key, and nothing between this one and the one asked for is a name of a log's file
        String before = from.key().equals(from.directory())
                ? null
                : from.key().substring(0, from.key().length() - 1);
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(from.bucket())
                .prefix(from.directory())
                .startAfter(before)
                .delimiter(deep ? null : "/")
                .build();
        try {
            return new ObjectListing(
                    from.withKey(from.directory()),
                    from.key(),
                    client().listObjectsV2Paginator(request).contents().iterator());
        } catch (SdkException e) {
            throw failure(from, e);
        }
    }

    private static boolean isTaken(SdkException e) {
        return e instanceof S3Exception s && (s.statusCode() == CONDITION_FAILED || s.statusCode() == CONFLICT);
    }

    private static FileAlreadyExistsException taken(S3Location at, SdkException cause) {
        FileAlreadyExistsException e = new FileAlreadyExistsException(at.toString());
        e.initCause(cause);
        return e;
    }

    private static void pause(int attempt) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    static IOException failure(S3Location at, SdkException e) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        if (e instanceof S3Exception s && s.statusCode() == NOT_FOUND) {
            if (s.awsErrorDetails() != null
                    && "NoSuchBucket".equals(s.awsErrorDetails().errorCode())) {
                return new IOException("there is no S3 bucket '" + at.bucket() + "'; make it, or name another", e);
            }
            FileNotFoundException missing = new FileNotFoundException(at.toString());
            missing.initCause(e);
            return missing;
        }
        return new IOException(at + ": " + e.getMessage(), e);
    }

    /** Made at the first use: who only knows of a lake needs no connection. */
    private synchronized S3Client client() throws IOException {
        if (client == null) {
            try {
                client = S3ClientFactory.make(settings, ATTEMPTS);
            } catch (SdkException e) {
                throw new IOException("S3 can't be reached: " + e.getMessage(), e);
            }
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
