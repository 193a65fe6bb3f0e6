package dev.tidemark.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a table's log short: deletes commits and log checkpoints that are older than the table's own
 * {@code delta.logRetentionDuration} and that a newer checkpoint replaces, with their checksums.
 */
final class LogCleanup {
    private static final Pattern COMMIT = Pattern.compile(".*/(\\d{20})\\.json");
    private static final Pattern CHECKSUM = Pattern.compile(".*/(\\d{20})\\.crc");

    private LogCleanup() {}

    /**
     * Cleans the log of a table.
     *
     * @param newest its newest version
     * @return how many files were deleted
     */
    static long clean(Lake lake, Snapshot newest) throws IOException {
        long deleted = KernelActions.cleanLog(lake.engine(), newest);
        return deleted == 0 ? 0 : deleted + deleteChecksumsWithoutCommit(lake, newest);
    }

    /** Nobody else deletes them. */
    private static long deleteChecksumsWithoutCommit(Lake lake, Snapshot newest) throws IOException {
        List<String> checksums = new ArrayList<>();
        try (CloseableIterator<FileStatus> log =
                lake.files().listFrom(newest.getPath() + "/_delta_log/" + "0".repeat(20))) {
            while (log.hasNext()) {
                String path = log.next().getPath();
                Matcher checksum = CHECKSUM.matcher(path);
                if (checksum.matches()) {
                    checksums.add(path);
                } else if (COMMIT.matcher(path).matches()) {
                    break;
                }
            }
        }
        // the checksum of the first commit that is left comes just before it
        if (!checksums.isEmpty()) {
            checksums.remove(checksums.size() - 1);
        }
        for (String path : checksums) {
            lake.files().delete(path);
        }
        return checksums.size();
    }
}
