package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads one object at any position, a range at a time. Who asks for much gets just that in one request (Parquet's reader
 * asks for neighbouring column chunks together); who reads on in small steps gets more and more ahead.
 */
final class S3InputStream extends SeekableInputStream {
    private static final int FIRST_WINDOW = 128 << 10;
    private static final int LAST_WINDOW = 4 << 20;

    private final S3InputFile file;
    private final long length;
    private long position;
    private byte[] window = new byte[0];
    private long windowStart;
    private int nextWindow = FIRST_WINDOW;

    S3InputStream(S3InputFile file, long length) {
        this.file = file;
        this.length = length;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long to) {
        position = to;
    }

    @Override
    public int read() throws IOException {
        if (position >= length) {
            return -1;
        }
        fill(1);
        return window[(int) (position++ - windowStart)] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position >= length) {
            return -1;
        }
        fill(count);
        int n = (int) Math.min(count, windowStart + window.length - position);
        System.arraycopy(window, (int) (position - windowStart), bytes, offset, n);
        position += n;
        return n;
    }

    @Override
    public void readFully(byte[] bytes, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int n = read(bytes, offset + done, count - done);
            if (n < 0) {
                throw new EOFException("the object ends at " + position + ", " + (count - done) + " bytes too early");
            }
            done += n;
        }
    }

    /** Makes the window hold the position, which is not behind the end. */
    private void fill(int wanted) throws IOException {
        long windowEnd = windowStart + window.length;
        if (position >= windowStart && position < windowEnd) {
            return;
        }
        if (position >= length - S3InputFile.TAIL_BYTES) {
            window = file.tail();
            windowStart = length - window.length;
            return;
        }
        nextWindow = position == windowEnd ? Math.min(2 * nextWindow, LAST_WINDOW) : FIRST_WINDOW;
        int count = (int) Math.min(Math.max(wanted, nextWindow), length - position);
        window = file.read(position, count);
        windowStart = position;
    }

    @Override
    public void close() {
        window = new byte[0];
    }
}
