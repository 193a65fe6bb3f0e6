package dev.tidemark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.Measurement;
import dev.tidemark.cli.BenchRunCommand.Stage;
import dev.tidemark.ingest.replay.RecordedLines;
import dev.tidemark.topology.Feeds;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a replay folder through the real graph and through the baselines, each in a fresh process, and tells what each
 * used. An empty folder is run first: what a run costs before its first webhook.
 */
final class ThroughputBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES_SHOWN = 12;

    private final Path work;
    private final int parallelism;
    private final Progress progress;

    /**
     * @param work an empty folder for lakes and reports
     * @param parallelism subtasks of each operator
     */
    ThroughputBench(Path work, int parallelism, Progress progress) {
        this.work = work;
        this.parallelism = parallelism;
        this.progress = progress;
    }

    /**
     * What was measured over one folder.
     *
     * @param startUp the whole job over an empty folder
     */
    record Result(long deliveries, Measurement startUp, Map<Stage, Measurement> stages) {}

    Result run(Path input) throws Exception {
        long deliveries = deliveries(input);
        if (deliveries == 0) {
            throw new CommandFailure("there are no webhooks in " + input.resolve(Feeds.WEBHOOKS)
                    + "; make some with ./tidemark generate");
        }
        progress.say(deliveries + " deliveries in " + input);
        Path empty = Files.createDirectories(work.resolve("empty"));
        Measurement startUp = measure(Stage.TIDEMARK, empty, 0);
        Map<Stage, Measurement> stages = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            stages.put(stage, measure(stage, input, deliveries));
        }
        return new Result(deliveries, startUp, stages);
    }

    private Measurement measure(Stage stage, Path input, long deliveries) throws Exception {
        String name = stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
        progress.say("running " + name + (deliveries == 0 ? " over nothing" : ""));
        Path output = Files.createTempDirectory(work, name);
        Path report = output.resolve("report.json");
        File log = output.resolve("log").toFile();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "bench-run"));
        command.addAll(List.of(
                stage.name(),
                "--input=" + input,
                "--output=" + output,
                "--parallelism=" + parallelism,
                "--deliveries=" + deliveries,
                "--report=" + report));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new CommandFailure("the run of " + name + " failed:\n" + Files.readString(log.toPath()));
            }
        } finally {
            process.destroyForcibly();
        }
        Measurement measured = JSON.readValue(report.toFile(), Measurement.class);
        Folders.delete(output);
        return measured;
    }

    /** Prints what was measured, ratios to the decoding of the same input first. */
    static void print(Result result, PrintWriter out) {
        Measurement floor = result.stages().get(Stage.PARSE);
        out.printf(
                Locale.ROOT,
                "%d deliveries; start-up alone: %.1f s wall, %.1f s of processor%n%n",
                result.deliveries(),
                result.startUp().wallSeconds(),
                result.startUp().cpuSeconds());
        out.printf(
                "%-18s %8s %14s %10s %10s %8s %8s %8s%n",
                "run", "ratio", "cpu s/million", "cpu s", "wall s", "peak MB", "files", "MB");
        result.stages()
                .forEach((stage, m) -> out.printf(
                        Locale.ROOT,
                        "%-18s %8.2f %14.1f %10.1f %10.1f %8.0f %8d %8.1f%n",
                        stage.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        m.cpuSeconds() / floor.cpuSeconds(),
                        m.cpuSecondsPerMillion(),
                        m.cpuSeconds(),
                        m.wallSeconds(),
                        m.peakMegabytes(),
                        m.files(),
                        m.megabytesWritten()));
        Measurement job = result.stages().get(Stage.TIDEMARK);
        out.printf(
                Locale.ROOT,
                "%nwithout start-up: %.1f cpu s/million%n%nprocessor seconds of the job by thread:%n",
                (job.cpuSeconds() - result.startUp().cpuSeconds()) * 1e6 / result.deliveries());
        job.threads().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(LINES_SHOWN)
                .forEach(e -> out.printf(Locale.ROOT, "%8.1f  %s%n", e.getValue(), e.getKey()));
        out.flush();
    }

    private static long deliveries(Path input) throws IOException {
        AtomicLong count = new AtomicLong();
        RecordedLines.read(input.resolve(Feeds.WEBHOOKS), Feeds.WEBHOOKS, e -> count.incrementAndGet());
        return count.get();
    }
}
