package dev.tidemark.delta;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** What to say of a file of a table that can't be read: which table, which file, why, and what to do. */
final class Damage {
    private Damage() {}

    /** The failure to read a data file. */
    static IOException ofDataFile(String tableLocation, String file, Throwable cause) {
        return new IOException(
                "table " + name(tableLocation) + ": the data file " + file
                        + (isMissing(cause)
                                ? " is missing, which the table's log still names"
                                : " can't be read: " + reason(cause))
                        + "; put it back from a backup, or make the lake anew of what it was fed with",
                cause);
    }

    /** The failure to read a commit or a checkpoint of the log. */
    static String ofLog(String tableLocation, Throwable cause) {
        return "table " + name(tableLocation) + ": its log in " + tableLocation + "/_delta_log can't be read: "
                + reason(cause)
                + "; put the damaged file back from a backup, or make the lake anew of what it was fed with";
    }

    /** The failure to understand a line of a commit. */
    static IOException ofCommit(String tableLocation, long version, Throwable cause) {
        return new IOException(
                "table " + name(tableLocation) + ": the commit of version " + version + ", "
                        + CommitInfo.path(tableLocation, version) + ", can't be read: " + reason(cause)
                        + "; put it back from a backup, or make the lake anew of what it was fed with",
                cause);
    }

    private static boolean isMissing(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof FileNotFoundException || t instanceof NoSuchFileException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String name(String tableLocation) {
        return tableLocation.substring(tableLocation.lastIndexOf('/') + 1);
    }
}
