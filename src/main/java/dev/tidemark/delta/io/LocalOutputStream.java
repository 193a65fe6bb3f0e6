package dev.tidemark.delta.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes one new local file through a buffer; on close it is published, unless a write failed. */
final class LocalOutputStream extends LakeOutputStream {
    /** What gives the finished file its name. */
    interface Publication {
        void publish() throws IOException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final Publication publication;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long position;
    private boolean closed;
    private boolean failed;

    LocalOutputStream(Path file, Publication publication) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.publication = publication;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
        buffer.put((byte) b);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.remaining()) {
            drain();
        }
        if (length > buffer.capacity()) {
            writeFully(ByteBuffer.wrap(bytes, offset, length));
        } else {
            buffer.put(bytes, offset, length);
        }
        position += length;
    }

    @Override
    public void flush() throws IOException {
        drain();
    }

    @Override
    public long memoryBytes() {
        return closed ? 0 : buffer.capacity();
    }

    @Override
    public void abort() throws IOException {
        if (!closed) {
            closed = true;
            channel.close();
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        if (failed) {
            abort();
            throw new IOException("a write to " + file + " failed before: it is not kept");
        }
        try {
            drain();
        } catch (IOException e) {
            abort();
            throw e;
        }
        closed = true;
        channel.close();
        publication.publish();
    }

    private void drain() throws IOException {
        buffer.flip();
        writeFully(buffer);
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        boolean written = false;
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            written = true;
        } finally {
            failed |= !written;
        }
    }
}
