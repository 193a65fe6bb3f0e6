package dev.tidemark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidemark.bench.FreshnessMeasurement;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures throughput, or freshness. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures what the whole job costs over a replay folder, in a fresh process, beside baselines of"
                + " the same run: a bare JSON parser, decoding alone, decoding and Silver's Parquet files, a job that only decodes and"
                + " shuffles. With --freshness, measures the live path: the time from 'accepted' at the gateway to"
                + " 'readable in Gold'.")
final class BenchCommand implements Callable<Integer> {
    /** Sample traffic has that many deliveries for a booking. */
    private static final double DELIVERIES_PER_BOOKING = 1.63;

    /** How results are printed. */
    enum Format {
        TABLE,
        JSON
    }

    @Option(names = "--freshness", description = "Measures freshness through gateway, Kinesis, job and tables.")
    private boolean freshness;

    @Option(
            names = "--input",
            paramLabel = "DIR",
            description = "Throughput: the replay folder; default: one is generated.")
    private Path input;

    @Option(
            names = "--deliveries",
            defaultValue = "0",
            paramLabel = "N",
            description = "Deliveries measured: default 100000, with --freshness 1200.")
    private int deliveries;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Throughput: subtasks of each operator, default ${DEFAULT-VALUE}.")
    private int parallelism = FlinkSettings.replayParallelism();

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}, default ${DEFAULT-VALUE}.")
    private Format format;

    @Option(
            names = "--rate",
            defaultValue = "20",
            paramLabel = "N",
            description = "Freshness: deliveries a second, default ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "400",
            paramLabel = "N",
            description = "Freshness: deliveries before those that are measured, default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--checkpoint-interval",
            defaultValue = "1 s",
            paramLabel = "TIME",
            description = "Freshness: such as 250 ms, default ${DEFAULT-VALUE}.")
    private String checkpointInterval;

    @Override
    public Integer call() throws Exception {
        if (deliveries < 0) {
            throw new CommandFailure("--deliveries is " + deliveries + "; give a positive number");
        }
        Path work = Files.createTempDirectory("tidemark-bench");
        try {
            Progress progress = Progress.start("measuring in " + work);
            if (freshness) {
                freshness(work, progress);
            } else {
                throughput(work, progress);
            }
        } finally {
            Folders.delete(work);
        }
        return 0;
    }

    private void throughput(Path work, Progress progress) throws Exception {
        Path folder = input;
        if (folder == null) {
            progress.say("generating sample traffic");
            folder = work.resolve("input");
            long wanted = deliveries == 0 ? 100_000 : deliveries;
            new ReplayFolderWriter(GeneratorOptions.builder()
                            .bookings(Math.toIntExact(Math.max(1, Math.round(wanted / DELIVERIES_PER_BOOKING))))
                            .days(60)
                            .build())
                    .writeInput(folder);
        }
        ThroughputBench.Result result = new ThroughputBench(work, parallelism, progress).run(folder.toAbsolutePath());
        print(result, out -> ThroughputBench.print(result, out));
    }

    private void freshness(Path work, Progress progress) throws Exception {
        FreshnessMeasurement measured = new FreshnessBench(
                        rate, deliveries == 0 ? 1_200 : deliveries, warmUp, checkpointInterval)
                .run(work, progress);
        print(measured, out -> FreshnessBench.print(measured, out));
    }

    private void print(Object result, Consumer<PrintWriter> asTable) throws JsonProcessingException {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        if (format == Format.JSON) {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(result));
        } else {
            asTable.accept(out);
        }
        out.flush();
    }
}
