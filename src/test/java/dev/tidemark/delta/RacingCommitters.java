package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static dev.tidemark.delta.Tables.read;
import static dev.tidemark.delta.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two committers that know nothing of each other, as two jobs would be, on the same tables at the same time. */
abstract class RacingCommitters {
    private final int commits;

    /** @param commits how many times each of the two commits in each of three ways */
    RacingCommitters(int commits) {
        this.commits = commits;
    }

    /** The lake as a process of its own sees it. */
    abstract Lake lake();

    @Test
    void everyRowIsThereOnce() throws Exception {
        lake().open(COUNTS);
        lake().open(EVENTS);
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<Void> one = pool.submit(committer("one", start));
            Future<Void> two = pool.submit(committer("two", start));
            one.get();
            two.get();
        } finally {
            pool.shutdown();
        }
        Lake lake = lake();
        List<String> counts = new ArrayList<>();
        List<String> events = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            for (int i = 0; i < commits; i++) {
                counts.add("[1, " + name + " upserted " + i + ", " + i + ", 0]");
                counts.add("[1, " + name + " inserted " + i + ", " + i + ", 0]");
                long id = id(name, i);
                events.add("[" + id + ", body of " + id + ", 1]");
            }
        }
        counts.sort(null);
        events.sort(null);
        assertThat(read(lake, "counts")).isEqualTo(counts);
        assertThat(read(lake, "events")).isEqualTo(events);
        assertThat(lake.read("counts").version()).isEqualTo(4 * commits);
        assertThat(lake.read("events").version()).isEqualTo(2 * commits);
    }

    private Callable<Void> committer(String name, CyclicBarrier start) {
        return () -> {
            Lake lake = lake();
            DeltaTable counts = lake.open(COUNTS);
            DeltaTable events = lake.open(EVENTS);
            start.await();
            for (int i = 0; i < commits; i++) {
                counts.commitUpsert(List.of(count(1, name + " upserted " + i, i)), name, i);
                counts.commitAppend(write(lake, COUNTS, count(1, name + " inserted " + i, i)), name + "-insert", i);
                events.commitAppend(write(lake, EVENTS, event(id(name, i), 1)), name, i);
            }
            return null;
        };
    }

    private long id(String name, int i) {
        return i + (name.equals("one") ? 0 : commits);
    }
}
