package dev.tidemark.ingest.replay;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;

/** Reads the lines of a file as raw bytes, gzipped or not, and sums up the checksum of the file as stored. */
final class LineReader implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final CRC32C crc = new CRC32C();
    private final InputStream stored;
    private final InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    LineReader(Path file) throws IOException {
        stored = new CheckedInputStream(Files.newInputStream(file), crc);
        try {
            in = file.toString().endsWith(".gz") && Files.size(file) > 0 ? new GZIPInputStream(stored, BUFFER) : stored;
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    /** The next line without its end, or null after the last. */
    byte[] next() throws IOException {
        ByteArrayOutputStream parts = null;
        while (true) {
            for (int i = from; i < to; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, from, i);
                    from = i + 1;
                    return withoutReturn(join(parts, line));
                }
            }
            if (from < to) {
                parts = parts == null ? new ByteArrayOutputStream() : parts;
                parts.write(buffer, from, to - from);
            }
            from = 0;
            to = in.read(buffer, 0, BUFFER);
            if (to < 0) {
                to = 0;
                return parts == null ? null : withoutReturn(parts.toByteArray());
            }
        }
    }

    /** CRC-32C of the whole file; to be asked after the last line. */
    long checksum() throws IOException {
        stored.transferTo(OutputStream.nullOutputStream());
        return crc.getValue();
    }

    private static byte[] join(ByteArrayOutputStream parts, byte[] line) {
        if (parts == null) {
            return line;
        }
        parts.writeBytes(line);
        return parts.toByteArray();
    }

    private static byte[] withoutReturn(byte[] line) {
        return line.length > 0 && line[line.length - 1] == '\r' ? Arrays.copyOf(line, line.length - 1) : line;
    }

    @Override
    public void close() throws IOException {
        in.close();
        buffer = null;
    }
}
