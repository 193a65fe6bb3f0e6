package dev.tidemark.delta;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;

/**
 * One zstd Parquet file of rows of a table, without the partition columns: those live in the log. Values go straight to
 * the encoders of their columns; Parquet's record model in between would take a fifth of the time.
 *
 * <p>Not for use by several threads.
 */
final class RowFile {
    /** Bounds the memory of an open file; its columns are encoded in memory until a row group is full. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    /**
     * A column with more distinct values than this goes on without a dictionary: a larger one falls out of the processor's
     * cache (a quarter slower over 71 columns) and saves hardly 1 % of the file, because zstd finds repetitions too.
     */
    static final int DICTIONARY_BYTES = 128 << 10;

    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1000;
    /** In a few rows everything is new. */
    private static final int ROWS_TO_LEARN_FROM = 200;

    private static final int NO_PADDING = 0;

    private final TableLayout layout;
    private final BufferPool buffers;
    private final ParquetProperties properties;
    private final ParquetFileWriter file;
    private final ZstdPages compressor;
    private final ColumnWriter[] columns;

    private ColumnChunkPageWriteStore pages;
    private ColumnWriteStore encoders;
    private long rowsInGroup;

    /** @param buffers of the thread that writes */
    RowFile(TableLayout layout, OutputFile to, BufferPool buffers) throws IOException {
        this.layout = layout;
        this.buffers = buffers;
        this.properties = properties(layout, buffers);
        this.file = new ParquetFileWriter(
                to,
                layout.parquetSchema(),
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES,
                NO_PADDING,
                null,
                properties);
        this.compressor = new ZstdPages(buffers);
        this.columns = new ColumnWriter[layout.parquetSchema().getColumns().size()];
        file.start();
        beginRowGroup();
    }

    private static ParquetProperties properties(TableLayout layout, BufferPool buffers) {
        ParquetProperties.Builder properties = ParquetProperties.builder()
                // Parquet's default is one object for all: it would make encoders by the properties that were built
                // last, another thread's, with its buffers
                .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
                .withAllocator(buffers)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                // only memory planning of other readers would use these; they cost 3 % of the time
                .withSizeStatisticsEnabled(false);
        layout.dictionaries().columnsWithout().forEach(column -> properties.withDictionaryEncoding(column, false));
        layout.columnsWithoutStatistics().forEach(column -> properties.withStatisticsEnabled(column, false));
        return properties.build();
    }

    /** @throws IllegalArgumentException if a value is not of its column's class; the message names table and column */
    void write(Object[] row) throws IOException {
        layout.write(row, columns);
        encoders.endRecord();
        if (++rowsInGroup % ROWS_BETWEEN_SIZE_CHECKS == 0 && encoders.getBufferedSize() >= ROW_GROUP_BYTES) {
            endRowGroup();
            beginRowGroup();
        }
    }

    /** How many bytes of encoded columns wait in memory. */
    long bufferedBytes() {
        return encoders.getBufferedSize();
    }

    /** How long the file has grown, what waits in memory included, in bytes. */
    long size() throws IOException {
        return file.getPos() + bufferedBytes();
    }

    /** Finishes the file: before, it can't be read. */
    ParquetMetadata finish() throws IOException {
        try (file) {
            endRowGroup();
            file.end(Map.of());
        } finally {
            compressor.release();
        }
        ParquetMetadata footer = file.getFooter();
        for (BlockMetaData group : footer.getBlocks()) {
            if (group.getRowCount() >= ROWS_TO_LEARN_FROM) {
                for (ColumnChunkMetaData c : group.getColumns()) {
                    layout.dictionaries()
                            .learn(
                                    c.getPath().toDotString(),
                                    c.getEncodingStats().hasDictionaryEncodedPages());
                }
            }
        }
        return footer;
    }

    /** Gives up; what was written so far is no file. */
    void abort() throws IOException {
        try (file) {
            encoders.close();
            pages.close();
        } finally {
            compressor.release();
        }
    }

    private void beginRowGroup() {
        pages = new ColumnChunkPageWriteStore(
                compressor,
                layout.parquetSchema(),
                buffers,
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        encoders = properties.newColumnWriteStore(layout.parquetSchema(), pages, pages);
        List<ColumnDescriptor> descriptors = layout.parquetSchema().getColumns();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = encoders.getColumnWriter(descriptors.get(i));
        }
        rowsInGroup = 0;
    }

    private void endRowGroup() throws IOException {
        try (ColumnChunkPageWriteStore done = pages;
                ColumnWriteStore encoded = encoders) {
            if (rowsInGroup > 0) {
                file.startBlock(rowsInGroup);
                encoded.flush();
                done.flushToFileWriter(file);
                file.endBlock();
            }
        }
    }
}
