package dev.tidemark.delta.encode;

import dev.tidemark.table.Utf8;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Encodes a column of text. An entry of its dictionary is encoded once, and found by the text itself. */
public final class TextColumn extends DictionaryColumn {
    private static final String[] NONE = {};
    /** Of a text beside its characters, and of the reference to it. */
    private static final int TEXT_OBJECT_BYTES = 48;

    private final Ints offsets;
    private String[] texts = NONE;
    private int entries;

    private String last;
    private int lastId;
    private int lastBytes;

    TextColumn(ColumnDescriptor column, int mostDictionaryBytes, boolean withStatistics, BufferPool pool) {
        super(column, mostDictionaryBytes, withStatistics, pool);
        offsets = new Ints(pool);
    }

    /** Writes a value; what is no character in it becomes a question mark. */
    public void write(String value, int repetition) {
        levelsOfValue(repetition);
        if (!isIndexed()) {
            addedPlain(plain.putText(value));
        } else if (value.equals(last)) {
            addIndexed(lastId, lastBytes);
        } else {
            int size = dictionary.size();
            last = value;
            lastId = find(value);
            lastBytes = Integer.BYTES + dictionary.getInt(offsets.get(lastId));
            addIndexed(lastId, lastBytes);
            if (dictionary.size() > size) {
                boundDictionary();
            }
        }
    }

    /** Writes a value that is encoded already. */
    public void write(Utf8 value, int repetition) {
        if (isIndexed()) {
            write(value.toString(), repetition);
            return;
        }
        levelsOfValue(repetition);
        byte[] bytes = value.bytes();
        plain.putInt(bytes.length);
        plain.put(bytes, 0, bytes.length);
        addedPlain(Integer.BYTES + bytes.length);
    }

    private int find(String value) {
        int slot = slot(value.hashCode());
        for (int id = entryAt(slot); id >= 0; id = entryAt(slot)) {
            if (texts[id].equals(value)) {
                return id;
            }
            slot = nextSlot(slot);
        }
        offsets.add(dictionary.size());
        dictionary.putText(value);
        if (entries == texts.length) {
            texts = Arrays.copyOf(texts, Math.max(16, 2 * entries));
        }
        texts[entries++] = value;
        return addedEntry(slot);
    }

    @Override
    void appendEntry(int id, Bytes to) {
        int at = offsets.get(id);
        to.put(dictionary.array(), at, Integer.BYTES + dictionary.getInt(at));
    }

    @Override
    int hash(int id) {
        return texts[id].hashCode();
    }

    /** By their bytes without signs, which is the order of characters. */
    @Override
    void boundsOf(Bytes values, Statistics<?> statistics) {
        byte[] array = values.array();
        int least = 0;
        int greatest = 0;
        for (int at = 0; at < values.size(); at += Integer.BYTES + values.getInt(at)) {
            if (compare(values, at, least) < 0) {
                least = at;
            } else if (compare(values, at, greatest) > 0) {
                greatest = at;
            }
        }
        statistics.updateStats(Binary.fromReusedByteArray(array, least + Integer.BYTES, values.getInt(least)));
        statistics.updateStats(Binary.fromReusedByteArray(array, greatest + Integer.BYTES, values.getInt(greatest)));
    }

    private static int compare(Bytes values, int a, int b) {
        int startOfA = a + Integer.BYTES;
        int startOfB = b + Integer.BYTES;
        return Arrays.compareUnsigned(
                values.array(),
                startOfA,
                startOfA + values.getInt(a),
                values.array(),
                startOfB,
                startOfB + values.getInt(b));
    }

    @Override
    int valueMemoryBytes() {
        return super.valueMemoryBytes()
                + offsets.capacity()
                + entries * TEXT_OBJECT_BYTES
                + (entries == 0 ? 0 : dictionary.size());
    }

    @Override
    void clearEntries() {
        offsets.release();
        texts = NONE;
        entries = 0;
        last = null;
    }
}
