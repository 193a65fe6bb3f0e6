package dev.tidemark.delta.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Writes one new object: a small one at once when it is closed, a large one part by part. */
final class S3OutputStream extends LakeOutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(S3OutputStream.class);
    /** S3 takes 10,000 parts of 5 MB or more: so an object may have 78 GB. */
    static final int PART_BYTES = 8 << 20;

    private static final int FIRST_BYTES = 16 << 10;

    private final S3Objects objects;
    private final S3Location at;
    private final boolean putIfAbsent;
    private final List<CompletedPart> parts = new ArrayList<>();

    private byte[] buffer = new byte[FIRST_BYTES];
    private int buffered;
    private long position;
    private S3Objects.Upload upload;
    private boolean closed;
    private boolean failed;

    S3OutputStream(S3Objects objects, S3Location at, boolean putIfAbsent) {
        this.objects = objects;
        this.at = at;
        this.putIfAbsent = putIfAbsent;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public long memoryBytes() {
        return closed ? 0 : buffer.length;
    }

    @Override
    public void write(int b) throws IOException {
        makeRoom();
        buffer[buffered++] = (byte) b;
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            makeRoom();
            int n = Math.min(length - done, buffer.length - buffered);
            System.arraycopy(bytes, offset + done, buffer, buffered, n);
            buffered += n;
            done += n;
        }
        position += length;
    }

    private void makeRoom() throws IOException {
        if (closed || failed) {
            throw new IOException(closed ? at + " is closed" : "a write to " + at + " failed before");
        }
        if (buffered == PART_BYTES) {
            sendPart();
        } else if (buffered == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, 4 * buffer.length));
        }
    }

    private void sendPart() throws IOException {
        failed = true;
        if (upload == null) {
            upload = objects.begin(at);
        }
        parts.add(objects.part(upload, parts.size() + 1, buffer, buffered));
        buffered = 0;
        failed = false;
    }

    @Override
    public void abort() {
        closed = true;
        if (upload != null) {
            try {
                objects.abort(upload);
            } catch (IOException e) {
                LOG.warn(
                        "The parts of {} that were sent could not be taken back: they cost room until the bucket's"
                                + " rule for incomplete uploads removes them",
                        at,
                        e);
            }
            upload = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        if (failed) {
            abort();
            throw new IOException("a write to " + at + " failed before: it is not kept");
        }
        boolean done = false;
        try {
            publish();
            done = true;
        } finally {
            if (!done) {
                abort();
            }
            closed = true;
        }
    }

    private void publish() throws IOException {
        if (upload != null) {
            sendPart();
            objects.complete(upload, parts, putIfAbsent);
            return;
        }
        byte[] content = Arrays.copyOf(buffer, buffered);
        if (putIfAbsent) {
            objects.putIfAbsent(at, content);
        } else {
            objects.put(at, content);
        }
    }
}
