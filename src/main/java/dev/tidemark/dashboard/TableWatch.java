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
    private final List<Consumer<Optional<String>>> troubleListeners = new CopyOnWriteArrayList<>();
    private volatile Optional<String> trouble = Optional.empty();
    private int round;

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

    /** Calls when the lake can't be read any more, with the reason, and with nothing when it can again. */
    void onTrouble(Consumer<Optional<String>> listener) {
        troubleListeners.add(listener);
    }

    /** Why the lake can't be read now, and what to do; empty if it can. */
    Optional<String> trouble() {
        return trouble;
    }

    private void look() {
        round++;
        try {
            if ((trouble.isPresent() || isTimeToCheck()) && isGone()) {
                tell(Optional.of("the lake " + lake.location()
                        + " is gone: its tables were there and are not any more. Bring it back, or start the dashboard"
                        + " with --lake and the place where it is now; what is shown is from before"));
                return;
            }
            for (String table : tables) {
                look(table);
            }
            tell(Optional.empty());
        } catch (IOException | RuntimeException e) {
            LOG.debug("A look at the lake failed", e);
            tell(Optional.of("the lake " + lake.location() + " can't be read: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                    + ". What is shown is from before; the dashboard goes on trying"));
        }
    }

    private boolean isTimeToCheck() {
        return round % LOOKS_BETWEEN_CHECKS == 0;
    }

    /** Whether there were tables and there is none any more: one that is made anew comes back at once. */
    private boolean isGone() throws IOException {
        for (Map.Entry<String, Version> known : versions.entrySet()) {
            if (lake.hasCommit(known.getKey(), known.getValue().number())
                    || lake.newestVersion(known.getKey()).isPresent()) {
                return false;
            }
        }
        return !versions.isEmpty();
    }

    private void tell(Optional<String> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(LOG::warn, () -> LOG.info("The lake {} can be read again", lake.location()));
            trouble = now;
            troubleListeners.forEach(l -> l.accept(now));
        }
    }

    private void look(String table) throws IOException {
        Version known = versions.getOrDefault(table, NONE);
        long newest;
        if (known.number() < 0) {
            newest = round % LOOKS_BETWEEN_SEARCHES == 1
                    ? lake.newestVersion(table).orElse(-1)
                    : -1;
        } else if ((trouble.isPresent() || isTimeToCheck()) && !isStillThere(table, known)) {
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
