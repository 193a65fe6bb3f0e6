package dev.tidemark.delta.encode;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;

/** Encodes a column whose values all have the same number of bytes. */
public final class FixedColumn extends ColumnEncoder {
    private final int length;
    private final Bytes plain;

    FixedColumn(ColumnDescriptor column, int length, boolean withStatistics, BufferPool pool) {
        super(column, withStatistics, pool);
        this.length = length;
        plain = new Bytes(pool);
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it is not as long as the column's values are
     */
    public void write(byte[] value, int repetition) {
        if (value.length != length) {
            throw new IllegalArgumentException(value.length + " bytes for a column whose values have " + length);
        }
        levelsOfValue(repetition);
        plain.put(value, 0, length);
    }

    @Override
    int valuesInPage() {
        return plain.size() / length;
    }

    @Override
    int plainBytesInPage() {
        return plain.size();
    }

    @Override
    Encoding encodeValues(Bytes page, HybridEncoder hybrid) {
        page.put(plain.array(), 0, plain.size());
        return Encoding.PLAIN;
    }

    @Override
    void bounds(Statistics<?> statistics) {
        for (int at = 0; at < plain.size(); at += length) {
            statistics.updateStats(Binary.fromReusedByteArray(plain.array(), at, length));
        }
    }

    @Override
    void clearValues() {
        plain.truncate(0);
    }

    @Override
    void writeDictionary(ParquetFileWriter file, PageWorkspace workspace) {
        // few tables have such a column
    }

    @Override
    int valueMemoryBytes() {
        return plain.capacity();
    }

    @Override
    void releaseValues() {
        plain.release();
    }
}
