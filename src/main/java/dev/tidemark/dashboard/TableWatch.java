package dev.tidemark.dashboard;

import dev.tidemark.delta.Lake;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees new versions of tables soon after their commit: looks again and again whether the next commit of each table is
 * there, which is one look at one file, and opens nothing.
 */
final class TableWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
    /** After so many looks a table that did not change is looked at as a whole: it may have been made anew. */
    private static final int LOOKS_BETWEEN_CHECKS = 20;

    /** Tables that are not there are looked for less often: each takes a listing. */
    private static final int LOOKS_BETWEEN_SEARCHES = 4;

    private static final Version NONE = new Version(-1, Instant.EPOCH);

    private final Lake lake;
    private final List<String> tables;
    private final Map<String, Version> versions = new ConcurrentHashMap<>();
    private final List<Consumer<Commit>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "dashboard-watch");
        t.setDaemon(true);
        return t;
    });
    private int round;
    private boolean failing;

    private record Version(long number, Instant committedAt) {}

    /**
     * A commit.
     *
     * @param table the table
     * @param version the version that it made
     * @param committedAt when
     */
    record Commit(String table, long version, Instant committedAt) {}

    TableWatch(Lake lake, List<String> tables) {
        this.lake = lake;
        this.tables = List.copyOf(tables);
    }

    /** Looks once, so that all versions are known, then goes on by itself. */
    void start(Duration interval) {
        look();
        looks.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Calls for every new version, in the thread of the watch. */
    void onCommit(Consumer<Commit> listener) {
        listeners.add(listener);
    }

    /** The newest version that was seen; -1 if the lake does not have the table. */
    long version(String table) {
        return versions.getOrDefault(table, NONE).number();
    }

    /** The newest commit of a table that was seen; empty if the lake does not have the table. */
    Optional<Commit> newest(String table) {
        return Optional.ofNullable(versions.get(table)).map(v -> new Commit(table, v.number(), v.committedAt()));
    }

    /** The newest commit of each table that the lake has, in the order of the catalog. */
    List<Commit> newest() {
        return tables.stream().map(this::newest).flatMap(Optional::stream).toList();
    }

    private void look() {
        round++;
        for (String table : tables) {
            try {
                look(table);
            } catch (IOException | RuntimeException e) {
                if (!failing) {
                    LOG.warn("The newest version of {} can't be seen; the dashboard goes on looking", table, e);
                }
                failing = true;
                return;
            }
        }
        failing = false;
    }

    private void look(String table) throws IOException {
        Version known = versions.getOrDefault(table, NONE);
        long newest;
        if (known.number() < 0) {
            newest = round % LOOKS_BETWEEN_SEARCHES == 1
                    ? lake.newestVersion(table).orElse(-1)
                    : -1;
        } else if (round % LOOKS_BETWEEN_CHECKS == 0 && !isStillThere(table, known)) {
            versions.remove(table);
            known = NONE;
            newest = lake.newestVersion(table).orElse(-1);
        } else {
            newest = known.number();
            while (lake.hasCommit(table, newest + 1)) {
                newest++;
            }
        }
        if (newest == known.number()) {
            return;
        }
        Instant at = Instant.ofEpochMilli(lake.commit(table, newest).timestampMillis());
        versions.put(table, new Version(newest, at));
        Commit commit = new Commit(table, newest, at);
        listeners.forEach(l -> l.accept(commit));
    }

    /** A table that was made anew has other commits, or none, under the same numbers. */
    private boolean isStillThere(String table, Version known) throws IOException {
        return lake.hasCommit(table, known.number())
                && lake.commit(table, known.number()).timestampMillis()
                        == known.committedAt().toEpochMilli();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
