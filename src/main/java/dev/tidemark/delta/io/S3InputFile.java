package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.IOException;

/**
 * An object to read. What lies at its end (a Parquet file's footer, or all of a small object) is fetched once for all the
 * streams that are opened of it.
 */
final class S3InputFile extends LakeInputFile {
    /** A footer is smaller than that as a rule; and so is most of what a log holds. */
    static final int TAIL_BYTES = 512 << 10;

    private final S3Objects objects;
    private final S3Location at;
    private long length;
    private byte[] tail;

    /** @param sizeHint the size, or 0 or less if it is not known */
    S3InputFile(S3Objects objects, S3Location at, long sizeHint) {
        super(at.toString());
        this.objects = objects;
        this.at = at;
        this.length = sizeHint > 0 ? sizeHint : -1;
    }

    @Override
    public synchronized long length() throws IOException {
        if (length < 0) {
            length = objects.head(at).contentLength();
        }
        return length;
    }

    /** @throws java.io.FileNotFoundException if there is no such object */
    @Override
    public synchronized SeekableInputStream newStream() throws IOException {
        if (length < 0) {
            // one request tells the size and brings a small object
            S3Objects.Range first = objects.read(at, 0, TAIL_BYTES);
            length = first.totalBytes();
            if (length == first.bytes().length) {
                tail = first.bytes();
            }
        }
        return new S3InputStream(this, length);
    }

    /** The last bytes of the object: all of a small one. */
    synchronized byte[] tail() throws IOException {
        if (tail == null) {
            long from = Math.max(0, length - TAIL_BYTES);
            tail = read(from, (int) (length - from));
        }
        return tail;
    }

    /** @throws IOException if the object is shorter than the log says */
    byte[] read(long from, int count) throws IOException {
        byte[] bytes = objects.read(at, from, count).bytes();
        if (bytes.length < count) {
            throw new IOException(
                    at + " has " + (from + bytes.length) + " bytes, where " + (from + count) + " were expected");
        }
        return bytes;
    }
}
