package dev.tidemark.delta;

import dev.tidemark.table.TableRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 100 changed rows into a partition of 2,000; the baseline puts the rows into a map by key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UpsertMergeBenchmark {
    private static final int STORED = 2_000;
    private static final int CHANGED = 100;

    private final TableLayout layout = new TableLayout(Tables.COUNTS);
    private final UpsertMerge merge = new UpsertMerge(layout);
    private final List<Object[]> stored = new ArrayList<>();
    private final Map<List<Object>, TableRow> changes = new HashMap<>();

    @Setup
    public void setUp() {
        for (int i = 0; i < STORED; i++) {
            stored.add(Tables.count(1, "channel " + i, i).values());
        }
        for (int i = 0; i < CHANGED; i++) {
            TableRow row = Tables.count(1, "channel " + i * (STORED / CHANGED), -1);
            changes.put(layout.key(row.values()), row);
        }
    }

    @Benchmark
    @OperationsPerInvocation(STORED)
    public Object baseline() {
        Map<List<Object>, Object[]> byKey = new HashMap<>();
        stored.forEach(row -> byKey.put(layout.key(row), row));
        return byKey;
    }

    @Benchmark
    @OperationsPerInvocation(STORED)
    public Object merge() {
        return merge.merge(stored, changes);
    }
}
