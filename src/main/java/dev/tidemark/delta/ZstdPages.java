package dev.tidemark.delta;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages in one call each. Parquet's own codec streams, for which zstd must take tables for input of any length:
 * to clear them took as long as to compress a small page.
 */
final class ZstdPages implements BytesInputCompressor {
    private static final int LEVEL = 3;

    private final BufferPool buffers;
    private byte[] plain;
    private byte[] packed;

    ZstdPages(BufferPool buffers) {
        this.buffers = buffers;
        plain = buffers.take(1);
        packed = buffers.take(1);
    }

    /** The result is valid until the next call. */
    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        int size = Math.toIntExact(page.size());
        plain = grown(plain, size);
        page.writeAllTo(new Into(plain));
        packed = grown(packed, Math.toIntExact(Zstd.compressBound(size)));
        long length = Zstd.compressByteArray(packed, 0, packed.length, plain, 0, size, LEVEL);
        if (Zstd.isError(length)) {
            throw new IOException("zstd can't compress a page of " + size + " bytes: " + Zstd.getErrorName(length));
        }
        return BytesInput.from(packed, 0, (int) length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    /** Gives the buffers back; nothing can be compressed any more. */
    @Override
    public void release() {
        buffers.giveBack(plain);
        buffers.giveBack(packed);
    }

    private byte[] grown(byte[] array, int size) {
        if (array.length >= size) {
            return array;
        }
        buffers.giveBack(array);
        return buffers.take(size);
    }

    /** Fills an array. */
    private static final class Into extends OutputStream {
        private final byte[] array;
        private int at;

        Into(byte[] array) {
            this.array = array;
        }

        @Override
        public void write(int b) {
            array[at++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            System.arraycopy(bytes, from, array, at, length);
            at += length;
        }
    }
}
