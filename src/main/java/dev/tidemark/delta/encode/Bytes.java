package dev.tidemark.delta.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.bytes.BytesInput;

/** Bytes that grow, in an array of a pool; numbers are little-endian, as Parquet's are. */
final class Bytes {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NONE = {};
    /** Up to here a loop over the characters is faster than an array between. */
    private static final int SHORT_TEXT = 48;

    private final BufferPool pool;
    private byte[] array = NONE;
    private int size;

    Bytes(BufferPool pool) {
        this.pool = pool;
    }

    int size() {
        return size;
    }

    /** How much memory they take, in bytes. */
    int capacity() {
        return array.length;
    }

    /** What the bytes are in, from 0 on; until they grow or are released. */
    byte[] array() {
        return array;
    }

    void put(int oneByte) {
        reserve(1);
        array[size++] = (byte) oneByte;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INTS.set(array, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        LONGS.set(array, size, value);
        size += Long.BYTES;
    }

    /** Seven bits a byte, lowest first. */
    void putVarInt(int value) {
        int left = value;
        while ((left & ~0x7F) != 0) {
            put(left & 0x7F | 0x80);
            left >>>= 7;
        }
        put(left);
    }

    void put(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, array, size, length);
        size += length;
    }

    /** The text in UTF-8 behind its length; what is no character becomes a question mark. Returns how many bytes came. */
    int putText(String text) {
        int length = text.length();
        if (length <= SHORT_TEXT) {
            reserve(Integer.BYTES + length);
            byte[] to = array;
            int at = size + Integer.BYTES;
            int i = 0;
            while (i < length) {
                char c = text.charAt(i++);
                if (c >= 0x80) {
                    return putEncoded(text);
                }
                to[at++] = (byte) c;
            }
            INTS.set(to, size, length);
            size = at;
            return Integer.BYTES + length;
        }
        return putEncoded(text);
    }

    private int putEncoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putInt(encoded.length);
        put(encoded, 0, encoded.length);
        return Integer.BYTES + encoded.length;
    }

    int getInt(int at) {
        return (int) INTS.get(array, at);
    }

    long getLong(int at) {
        return (long) LONGS.get(array, at);
    }

    void setInt(int at, int value) {
        INTS.set(array, at, value);
    }

    void set(int at, int oneByte) {
        array[at] = (byte) oneByte;
    }

    /** Makes room for so many more, which {@link #grow} then takes. */
    void reserve(int more) {
        if (array.length - size < more) {
            byte[] larger = pool.takeBytes(Math.max(Math.addExact(size, more), (int) Math.min(2L * size, 1 << 30)));
            System.arraycopy(array, 0, larger, 0, size);
            giveBack();
            array = larger;
        }
    }

    /** Takes in what was written to the array behind the end. */
    void grow(int more) {
        size += more;
    }

    /** Forgets what comes from here on. */
    void truncate(int length) {
        size = length;
    }

    /** Valid until they change. */
    BytesInput part(int offset, int length) {
        return BytesInput.from(array, offset, length);
    }

    /** Forgets all and gives the array back. */
    void release() {
        giveBack();
        array = NONE;
        size = 0;
    }

    private void giveBack() {
        if (array.length > 0) {
            pool.giveBack(array);
        }
    }
}
