package dev.tidemark.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks of the hot pieces and prints each beside the {@code baseline} of its class: machines differ and
 * are noisy, a ratio of one run is comparable. {@code .ci/jmh [REGEX]} calls it.
 */
public final class MicroBenchmarks {
    private static final String BASELINE = "baseline";

    private MicroBenchmarks() {}

    /** @param args a regular expression of the benchmarks to run; none: all */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(args.length == 0 ? "Benchmark" : args[0])
                        .forks(1)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .jvmArgsAppend("-Xmx1g", "-XX:+UseParallelGC")
                        .build())
                .run();
        Map<String, Map<String, Double>> byClass = new TreeMap<>();
        for (RunResult r : results) {
            String benchmark = r.getParams().getBenchmark();
            int dot = benchmark.lastIndexOf('.');
            byClass.computeIfAbsent(benchmark.substring(0, dot), c -> new TreeMap<>())
                    .put(benchmark.substring(dot + 1), r.getPrimaryResult().getScore());
        }
        System.out.printf("%n%-28s %-16s %10s %12s%n", "benchmark", "piece", "ratio", "ns each");
        byClass.forEach((type, pieces) -> pieces.forEach((piece, nanos) -> System.out.printf(
                Locale.ROOT,
                "%-28s %-16s %10.2f %12.0f%n",
                type.substring(type.lastIndexOf('.') + 1),
                piece,
                nanos / pieces.get(BASELINE),
                nanos)));
    }
}
