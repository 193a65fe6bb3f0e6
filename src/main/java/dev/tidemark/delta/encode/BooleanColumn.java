package dev.tidemark.delta.encode;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** Encodes a column of truth values: one bit each, the first in the lowest. */
public final class BooleanColumn extends ColumnEncoder {
    private final Bytes bits;
    private int values;
    private int truths;
    private int open;

    BooleanColumn(ColumnDescriptor column, boolean withStatistics, BufferPool pool) {
        super(column, withStatistics, pool);
        bits = new Bytes(pool);
    }

    /** Writes a value. */
    public void write(boolean value, int repetition) {
        levelsOfValue(repetition);
        if (value) {
            open |= 1 << (values & 7);
            truths++;
        }
        if ((++values & 7) == 0) {
            bits.put(open);
            open = 0;
        }
    }

    @Override
    int valuesInPage() {
        return values;
    }

    @Override
    int plainBytesInPage() {
        return (values + 7) / 8;
    }

    @Override
    Encoding encodeValues(Bytes page, HybridEncoder hybrid) {
        page.put(bits.array(), 0, bits.size());
        if ((values & 7) != 0) {
            page.put(open);
        }
        return Encoding.PLAIN;
    }

    @Override
    void bounds(Statistics<?> statistics) {
        if (truths > 0) {
            statistics.updateStats(true);
        }
        if (truths < values) {
            statistics.updateStats(false);
        }
    }

    @Override
    void clearValues() {
        bits.truncate(0);
        values = 0;
        truths = 0;
        open = 0;
    }

    @Override
    void writeDictionary(ParquetFileWriter file, PageWorkspace workspace) {
        // a bit is shorter than what would point into a dictionary
    }

    @Override
    int valueMemoryBytes() {
        return bits.capacity();
    }

    @Override
    void releaseValues() {
        clearValues();
        bits.release();
    }
}
