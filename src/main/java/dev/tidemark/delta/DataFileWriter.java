package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.delta.io.LakeFiles;
import dev.tidemark.delta.io.ParquetOutputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Streams the rows of one partition of one table into zstd Parquet files, and begins a next file when one has grown to
 * its size. The files belong to no table until their {@link DataFile}s are committed.
 *
 * <p>Not for use by several threads.
 */
final class DataFileWriter {
    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1000;

    private final TableLayout layout;
    private final LakeFiles files;
    private final String tableLocation;
    private final long targetFileBytes;
    private final BufferPool buffers;
    private final Map<String, String> partitionValues = new LinkedHashMap<>();
    private final String directory;
    private final List<DataFile> finished = new ArrayList<>();

    private RowFile file;
    private ParquetOutputFile output;
    private String name;
    private long rows;

    DataFileWriter(
            TableLayout layout,
            List<Object> partition,
            LakeFiles files,
            String tableLocation,
            long targetFileBytes,
            BufferPool buffers) {
        this.layout = layout;
        this.files = files;
        this.tableLocation = tableLocation;
        this.targetFileBytes = targetFileBytes;
        this.buffers = buffers;
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
        if (file == null) {
            name = "part-" + UUID.randomUUID() + ".zstd.parquet";
            output = new ParquetOutputFile(files, location(name));
            file = new RowFile(layout, output, buffers);
            rows = 0;
        }
        file.write(row);
        rows++;
        if (rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && file.size() >= targetFileBytes) {
            finishFile();
        }
    }

    /** About how many bytes of memory the open file takes. */
    long memoryBytes() throws IOException {
        return file == null ? 0 : output.memoryBytes() + file.memoryBytes();
    }

    /** Finishes the open file and returns all that were written since the last call. */
    List<DataFile> finish() throws IOException {
        if (file != null) {
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
        RowFile open = file;
        file = null;
        if (open != null) {
            names.add(name);
            open.abort();
        }
        for (String n : names) {
            files.delete(location(n));
        }
    }

    private void finishFile() throws IOException {
        RowFile done = file;
        file = null;
        ParquetMetadata footer = done.finish();
        long size = files.getFileStatus(location(name)).getSize();
        finished.add(new DataFile(
                // on disk the name has %XX, which the log, whose paths are URLs, writes %25XX
                directory.replace("%", "%25") + name,
                Collections.unmodifiableMap(partitionValues),
                size,
                System.currentTimeMillis(),
                rows,
                FileStatistics.toJson(footer, layout.columnsWithStatistics())));
    }

    private String location(String file) {
        return tableLocation + "/" + directory + file;
    }
}
