package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads one local file at any position through a small buffer; large reads go past it. */
final class LocalInputStream extends SeekableInputStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    /** Where in the file the end of the buffer lies. */
    private long bufferEnd;

    LocalInputStream(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long getPos() {
        return bufferEnd - buffer.remaining();
    }

    @Override
    public void seek(long position) {
        long fromBufferStart = position - (bufferEnd - buffer.limit());
        if (fromBufferStart >= 0 && fromBufferStart <= buffer.limit()) {
            buffer.position((int) fromBufferStart);
        } else {
            buffer.limit(0);
            bufferEnd = position;
        }
    }

    @Override
    public int read() throws IOException {
        return buffer.hasRemaining() || fill() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining()) {
            if (length >= BUFFER_BYTES) {
                int n = channel.read(ByteBuffer.wrap(bytes, offset, length), bufferEnd);
                seek(bufferEnd + Math.max(n, 0));
                return n;
            }
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, n);
        return n;
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = read(bytes, offset + done, length - done);
            if (n < 0) {
                throw new EOFException("the file ends at " + getPos() + ", " + (length - done) + " bytes too early");
            }
            done += n;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int n = channel.read(buffer, bufferEnd);
        buffer.flip();
        bufferEnd += Math.max(n, 0);
        return n > 0;
    }
}
