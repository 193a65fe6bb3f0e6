package dev.tidemark.delta;

import io.delta.kernel.data.Row;
import java.util.Map;

/**
 * A data file of one version of a table. A file never changes: what was read of it may be kept as long as a version has
 * it.
 */
public final class TableFile {
    private final String id;
    private final Map<String, String> partition;
    private final long rows;
    private final Row scanFile;

    /**
     * Describes a file that a scan found.
     *
     * @param id what names the file and the rows of it that are deleted
     * @param partition the partition's values as the log holds them
     * @param rows how many rows it has; -1 if its writer did not say
     */
    TableFile(String id, Map<String, String> partition, long rows, Row scanFile) {
        this.id = id;
        this.partition = partition;
        this.rows = rows;
        this.scanFile = scanFile;
    }

    /** Names the file and which of its rows are live: the same id, the same rows. */
    public String id() {
        return id;
    }

    /** The values of the table's partition columns that all its rows have, as the log holds them. */
    public Map<String, String> partition() {
        return partition;
    }

    /** How many rows it has, deleted ones included; -1 if its writer did not say. */
    public long rows() {
        return rows;
    }

    Row scanFile() {
        return scanFile;
    }
}
