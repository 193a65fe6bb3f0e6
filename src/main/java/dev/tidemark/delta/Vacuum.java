package dev.tidemark.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the files under a table that nobody needs any more, and deletes them: what attempts left behind that were never
 * committed, and what commits have removed, both longer ago than the retention.
 *
 * <p>A file is kept if the newest version has it, if any commit within the retention removed it (so every version that was
 * the newest one at any time since then stays readable), or if it is younger than the retention (it may wait in a
 * checkpoint for its commit). Only data files and temporary files are looked at; another engine's deletion vectors and
 * change feeds are its own to clean.
 */
public final class Vacuum {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TEMPORARY = Pattern.compile("\\..*\\.tmp");
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
    private static final String LOG = "/_delta_log/";

    private final Lake lake;
    private final long cutoffMillis;

    /**
     * A clean-up of a lake's tables.
     *
     * @param now the time to count the retention from
     */
    public Vacuum(Lake lake, Duration retention, Instant now) {
        this.lake = lake;
        this.cutoffMillis = now.minus(retention).toEpochMilli();
    }

    /**
     * Files of one table that nobody needs.
     *
     * @param locations where they are
     * @param bytes their size
     * @param live how many files the table's newest version has
     */
    public record Garbage(String table, List<String> locations, long bytes, int live) {}

    /**
     * Looks for what can go; empty if there is no such table.
     *
     * @throws IllegalStateException if a file of the newest version is not found under the table: then nothing may be
     *     decided by names
     */
    public Optional<Garbage> find(String table) throws IOException {
        // what is listed first and committed next is a live file by the time the log is read
        List<FileStatus> files = new ArrayList<>();
        try (CloseableIterator<FileStatus> all = lake.files().listAll(lake.tableLocation(table))) {
            all.forEachRemaining(files::add);
        }
        Snapshot snapshot;
        try {
            snapshot = TableManager.loadSnapshot(lake.tableLocation(table)).build(lake.engine());
        } catch (TableNotFoundException e) {
            return Optional.empty();
        }
        Set<String> live = live(snapshot);
        requireAllListed(table, live, files);
        Set<String> removed = removedWithinRetention(table);
        List<String> garbage = new ArrayList<>();
        long bytes = 0;
        for (FileStatus f : files) {
            if (f.getModificationTime() < cutoffMillis
                    && isOurs(table, f)
                    && !live.contains(f.getPath())
                    && !removed.contains(f.getPath())) {
                garbage.add(f.getPath());
                bytes += f.getSize();
            }
        }
        return Optional.of(new Garbage(table, garbage, bytes, live.size()));
    }

    /** Deletes what was found. */
    public void delete(Garbage garbage) throws IOException {
        for (String location : garbage.locations()) {
            lake.files().delete(location);
        }
    }

    private Set<String> live(Snapshot snapshot) throws IOException {
        Set<String> live = new HashSet<>();
        for (Row file : new SnapshotScan(lake.engine(), snapshot, Optional.empty()).files()) {
            live.add(KernelActions.fileStatus(file).getPath());
        }
        return live;
    }

    private void requireAllListed(String table, Set<String> live, List<FileStatus> files) throws IOException {
        Set<String> missing = new HashSet<>(live);
        files.forEach(f -> missing.remove(f.getPath()));
        // files that were committed after the listing are there, too
        for (String location : missing) {
            if (!location.startsWith(lake.tableLocation(table) + "/")) {
                continue;
            }
            try {
                lake.files().getFileStatus(location);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "table " + table + ": its newest version has the file " + location
                                + ", which is not there; nothing is deleted from a broken table",
                        e);
            }
        }
    }

    private boolean isOurs(String table, FileStatus file) {
        String path = file.getPath().substring(lake.tableLocation(table).length());
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (TEMPORARY.matcher(name).matches()) {
            return true;
        }
        boolean hidden = path.contains("/_") || path.contains("/.");
        return !hidden && name.endsWith(".parquet");
    }

    private Set<String> removedWithinRetention(String table) throws IOException {
        Set<String> removed = new HashSet<>();
        try (CloseableIterator<FileStatus> log =
                lake.files().listFrom(lake.tableLocation(table) + LOG + "0".repeat(20))) {
            while (log.hasNext()) {
                FileStatus file = log.next();
                String name = file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
                if (COMMIT.matcher(name).matches() && file.getModificationTime() >= cutoffMillis) {
                    readRemovals(table, file, removed);
                }
            }
        }
        return removed;
    }

    private void readRemovals(String table, FileStatus commit, Set<String> into) throws IOException {
        try (SeekableInputStream in = lake.files()
                        .newInputFile(commit.getPath(), commit.getSize())
                        .newStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"remove\"")) {
                    JsonNode remove = JSON.readTree(line).get("remove");
                    into.add(KernelActions.location(
                            lake.tableLocation(table), remove.get("path").asText()));
                }
            }
        }
    }
}
