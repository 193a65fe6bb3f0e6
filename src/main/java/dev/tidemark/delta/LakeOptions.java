package dev.tidemark.delta;

import java.io.Serializable;

/**
 * How tables are written.
 *
 * @param checkpointInterval a log checkpoint every so many commits; set on a table when it is made
 * @param targetFileBytes a data file is closed and a next one begun at about this size
 * @param openFiles how many data files one writer keeps open; the least recently used is closed to open one more
 * @param bufferedBytes how much of its open files one writer holds in memory; the largest is closed beyond that
 * @param cachedRows how many rows of upserted tables, all together, a {@link Lake} keeps so that the next commit need not
 *     read them again; a row is about 100 to 500 bytes
 */
public record LakeOptions(
        int checkpointInterval, long targetFileBytes, int openFiles, long bufferedBytes, int cachedRows)
        implements Serializable {
    public static final LakeOptions DEFAULT = new LakeOptions(10, 128L << 20, 100, 64L << 20, 200_000);

    public LakeOptions {
        if (checkpointInterval < 1 || targetFileBytes < 1 || openFiles < 1 || bufferedBytes < 1 || cachedRows < 0) {
            throw new IllegalArgumentException("lake options out of range: checkpointInterval " + checkpointInterval
                    + ", targetFileBytes " + targetFileBytes + ", openFiles " + openFiles + ", bufferedBytes "
                    + bufferedBytes + " must be 1 or more, cachedRows " + cachedRows + " 0 or more");
        }
    }

    public LakeOptions withCheckpointInterval(int commits) {
        return new LakeOptions(commits, targetFileBytes, openFiles, bufferedBytes, cachedRows);
    }

    public LakeOptions withTargetFileBytes(long bytes) {
        return new LakeOptions(checkpointInterval, bytes, openFiles, bufferedBytes, cachedRows);
    }

    public LakeOptions withOpenFiles(int files) {
        return new LakeOptions(checkpointInterval, targetFileBytes, files, bufferedBytes, cachedRows);
    }

    public LakeOptions withBufferedBytes(long bytes) {
        return new LakeOptions(checkpointInterval, targetFileBytes, openFiles, bytes, cachedRows);
    }

    public LakeOptions withCachedRows(int rows) {
        return new LakeOptions(checkpointInterval, targetFileBytes, openFiles, bufferedBytes, rows);
    }
}
