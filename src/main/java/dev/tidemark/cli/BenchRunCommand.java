package dev.tidemark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.Baselines;
import dev.tidemark.bench.ProcessMeter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One run of {@code ./tidemark bench}, in a process of its own, so that nothing but it is measured. */
@Command(name = "bench-run", hidden = true, description = "Runs one stage for ./tidemark bench.")
final class BenchRunCommand implements Callable<Integer> {

    /** What is run. */
    enum Stage {
        JSON_TOKENS,
        PARSE,
        PARSE_AND_PARQUET,
        MINIMAL_JOB,
        TIDEMARK
    }

    @Parameters(index = "0")
    private Stage stage;

    @Option(names = "--input", required = true)
    private Path input;

    @Option(names = "--output", required = true)
    private Path output;

    @Option(names = "--parallelism", required = true)
    private int parallelism;

    @Option(names = "--deliveries", required = true)
    private long deliveries;

    @Option(names = "--report", required = true)
    private Path report;

    @Override
    public Integer call() throws Exception {
        try (ProcessMeter meter = new ProcessMeter()) {
            Path lake = output.resolve("lake");
            Baselines baselines = new Baselines(input, lake);
            switch (stage) {
                case JSON_TOKENS -> baselines.tokens();
                case PARSE -> baselines.parse();
                case PARSE_AND_PARQUET -> baselines.parseAndWrite();
                case MINIMAL_JOB -> baselines.minimalJob(flink(), parallelism, output.resolve("state"));
                case TIDEMARK -> {
                    int status =
                            Main.run("replay", "--input=" + input, "--lake=" + lake, "--parallelism=" + parallelism);
                    if (status != 0) {
                        return status;
                    }
                }
            }
            new ObjectMapper().writeValue(report.toFile(), meter.measure(deliveries, lake));
        }
        return 0;
    }

    private Configuration flink() {
        Configuration flink = FlinkSettings.load();
        FlinkSettings.replay(flink, Map.of());
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        return flink;
    }
}
