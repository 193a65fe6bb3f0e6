package dev.tidemark.delta;

import dev.tidemark.s3.S3Settings;
import java.io.Serializable;

/**
 * How tables are written.
 *
 * @param checkpointInterval a log checkpoint every so many commits; set on a table when it is made
 * @param targetFileBytes a data file is closed and a next one begun at about this size
 * @param openFiles how many data files one writer keeps open; the least recently used is closed to open one more
 * @param writerMemoryBytes about how much memory the open files of one writer may take; the largest is closed beyond that
 * @param cachedRows how many rows of upserted tables, all together, a {@link Lake} keeps so that the next commit need not
 *     read them again; a row is about 100 to 500 bytes
 * @param s3 how S3 is reached, for a lake that is there
 */
public record LakeOptions(
        int checkpointInterval,
        long targetFileBytes,
        int openFiles,
        long writerMemoryBytes,
        int cachedRows,
        S3Settings s3)
        implements Serializable {
    public static final LakeOptions DEFAULT =
            new LakeOptions(30, 128L << 20, 1_000, 128L << 20, 200_000, S3Settings.DEFAULT);

    public LakeOptions {
        if (checkpointInterval < 1 || targetFileBytes < 1 || openFiles < 1 || writerMemoryBytes < 1 || cachedRows < 0) {
            throw new IllegalArgumentException("lake options out of range: checkpointInterval " + checkpointInterval
                    + ", targetFileBytes " + targetFileBytes + ", openFiles " + openFiles + ", writerMemoryBytes "
                    + writerMemoryBytes + " must be 1 or more, cachedRows " + cachedRows + " 0 or more");
        }
    }

    public LakeOptions withCheckpointInterval(int commits) {
        return new LakeOptions(commits, targetFileBytes, openFiles, writerMemoryBytes, cachedRows, s3);
    }

    public LakeOptions withTargetFileBytes(long bytes) {
        return new LakeOptions(checkpointInterval, bytes, openFiles, writerMemoryBytes, cachedRows, s3);
    }

    public LakeOptions withOpenFiles(int files) {
        return new LakeOptions(checkpointInterval, targetFileBytes, files, writerMemoryBytes, cachedRows, s3);
    }

    public LakeOptions withWriterMemoryBytes(long bytes) {
        return new LakeOptions(checkpointInterval, targetFileBytes, openFiles, bytes, cachedRows, s3);
    }

    public LakeOptions withCachedRows(int rows) {
        return new LakeOptions(checkpointInterval, targetFileBytes, openFiles, writerMemoryBytes, rows, s3);
    }

    public LakeOptions withS3(S3Settings settings) {
        return new LakeOptions(checkpointInterval, targetFileBytes, openFiles, writerMemoryBytes, cachedRows, settings);
    }
}
