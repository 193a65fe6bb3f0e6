package dev.tidemark.delta.encode;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** Encodes a column of whole numbers of 4 or 8 bytes: numbers, days, microseconds, unscaled decimals. */
public final class NumberColumn extends DictionaryColumn {
    private final int width;
    private long last;
    /** The entry of the last value; -1 if there is none. */
    private int lastId = -1;

    /** @param width of a number, in bytes */
    NumberColumn(ColumnDescriptor column, int width, int mostDictionaryBytes, boolean withStatistics, BufferPool pool) {
        super(column, mostDictionaryBytes, withStatistics, pool);
        this.width = width;
    }

    /** Writes a value; it must fit into the column's width. */
    public void write(long value, int repetition) {
        levelsOfValue(repetition);
        if (!isIndexed()) {
            put(value, plain);
            addedPlain(width);
        } else if (value == last && lastId >= 0) {
            addIndexed(lastId, width);
        } else {
            int size = dictionary.size();
            last = value;
            lastId = find(value);
            addIndexed(lastId, width);
            if (dictionary.size() > size) {
                boundDictionary();
            }
        }
    }

    private int find(long value) {
        int slot = slot(Long.hashCode(value));
        for (int id = entryAt(slot); id >= 0; id = entryAt(slot)) {
            if (entry(id) == value) {
                return id;
            }
            slot = nextSlot(slot);
        }
        put(value, dictionary);
        return addedEntry(slot);
    }

    private long entry(int id) {
        return get(dictionary, id * width);
    }

    private long get(Bytes from, int at) {
        return width == Long.BYTES ? from.getLong(at) : from.getInt(at);
    }

    private void put(long value, Bytes to) {
        if (width == Long.BYTES) {
            to.putLong(value);
        } else {
            to.putInt((int) value);
        }
    }

    @Override
    void appendEntry(int id, Bytes to) {
        put(entry(id), to);
    }

    @Override
    int hash(int id) {
        return Long.hashCode(entry(id));
    }

    @Override
    void boundsOf(Bytes values, Statistics<?> statistics) {
        long least = get(values, 0);
        long greatest = least;
        for (int at = width; at < values.size(); at += width) {
            long value = get(values, at);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        if (width == Long.BYTES) {
            statistics.updateStats(least);
            statistics.updateStats(greatest);
        } else {
            statistics.updateStats((int) least);
            statistics.updateStats((int) greatest);
        }
    }

    @Override
    void clearEntries() {
        lastId = -1;
    }
}
