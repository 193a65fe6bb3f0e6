package dev.tidemark.delta;

import dev.tidemark.delta.io.LakeFiles;
import dev.tidemark.delta.io.ParquetOutputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/**
 * Streams the rows of one partition of one table into zstd Parquet files, and begins a next file when one has grown to
 * its size. The files belong to no table until their {@link DataFile}s are committed.
 *
 * <p>Not for use by several threads.
 */
final class DataFileWriter {
    /** Bounds the memory of an open file; its columns are encoded in memory until a row group is full. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    /**
     * A column with more distinct values than this goes on without a dictionary: a larger one falls out of the processor's
     * cache (a quarter slower over 71 columns) and saves hardly 1 % of the file, because zstd finds repetitions too.
     */
    private static final int DICTIONARY_BYTES = 128 << 10;

    private static final long COLUMN_BYTES = 16 << 10;
    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1000;

    private final TableLayout layout;
    private final LakeFiles files;
    private final String tableLocation;
    private final long targetFileBytes;
    private final Map<String, String> partitionValues = new LinkedHashMap<>();
    private final String directory;
    private final List<DataFile> finished = new ArrayList<>();

    private ParquetWriter<Object[]> writer;
    private ParquetOutputFile output;
    private String name;
    private long rows;

    DataFileWriter(
            TableLayout layout, List<Object> partition, LakeFiles files, String tableLocation, long targetFileBytes) {
        this.layout = layout;
        this.files = files;
        this.tableLocation = tableLocation;
        this.targetFileBytes = targetFileBytes;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < partition.size(); i++) {
            String column = layout.table().partitionBy().get(i);
            String text = PartitionValues.toText(partition.get(i), layout.partitionType(i));
            partitionValues.put(column, text);
            path.append(PartitionValues.directory(column, text)).append('/');
        }
        this.directory = path.toString();
    }

    /**
     * Writes a row of this writer's partition.
     *
     * @throws IllegalArgumentException if a value is not of its column's class; the message names table and column
     * @throws IOException if the file can't be written
     */
    void write(Object[] row) throws IOException {
        if (writer == null) {
            name = "part-" + UUID.randomUUID() + ".zstd.parquet";
            output = new ParquetOutputFile(files, location(name));
            writer = new Builder(layout, output).build();
            rows = 0;
        }
        writer.write(row);
        rows++;
        if (rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && writer.getDataSize() >= targetFileBytes) {
            finishFile();
        }
    }

    /**
     * About how many bytes of memory the open file takes. As measured: each column has its first buffers from the start,
     * and a dictionary takes three times again what Parquet counts of it, up to its bound.
     */
    long memoryBytes() throws IOException {
        if (writer == null) {
            return 0;
        }
        long columns = layout.parquetSchema().getColumns().size();
        long buffered = writer.getDataSize() - output.position();
        return columns * COLUMN_BYTES
                + output.memoryBytes()
                + buffered
                + Math.min(3 * buffered, columns * 2 * DICTIONARY_BYTES);
    }

    /** Finishes the open file and returns all that were written since the last call. */
    List<DataFile> finish() throws IOException {
        if (writer != null) {
            finishFile();
        }
        List<DataFile> all = List.copyOf(finished);
        finished.clear();
        return all;
    }

    /** Gives up: removes what was written and not yet handed out. */
    void abort() throws IOException {
        List<String> names = new ArrayList<>();
        finished.forEach(f -> names.add(f.path().substring(f.path().lastIndexOf('/') + 1)));
        finished.clear();
        ParquetWriter<Object[]> open = writer;
        writer = null;
        if (open != null) {
            names.add(name);
            open.close();
        }
        for (String n : names) {
            files.delete(location(n));
        }
    }

    private void finishFile() throws IOException {
        ParquetWriter<Object[]> done = writer;
        writer = null;
        done.close();
        long size = files.getFileStatus(location(name)).getSize();
        finished.add(new DataFile(
                // on disk the name has %XX, which the log, whose paths are URLs, writes %25XX
                directory.replace("%", "%25") + name,
                Collections.unmodifiableMap(partitionValues),
                size,
                System.currentTimeMillis(),
                rows,
                FileStatistics.toJson(done.getFooter(), layout.columnsWithStatistics())));
    }

    private String location(String file) {
        return tableLocation + "/" + directory + file;
    }

    /** How our Parquet files are written. */
    static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        /** Parquet asks for one; reading Hadoop's defaults costs 10 ms a file. */
        private static final Configuration NO_DEFAULTS = new Configuration(false);

        private final TableLayout layout;

        Builder(TableLayout layout, OutputFile file) {
            super(file);
            this.layout = layout;
            withConf(NO_DEFAULTS);
            withCompressionCodec(CompressionCodecName.ZSTD);
            withRowGroupSize(ROW_GROUP_BYTES);
            withDictionaryPageSize(DICTIONARY_BYTES);
            // only memory planning of other readers would use these; they cost 3 % of the time
            withSizeStatisticsEnabled(false);
            layout.columnsWithoutDictionary().forEach(column -> withDictionaryEncoding(column, false));
            layout.columnsWithoutStatistics().forEach(column -> withStatisticsEnabled(column, false));
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
            return new RowWriteSupport(layout);
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new RowWriteSupport(layout);
        }
    }
}
