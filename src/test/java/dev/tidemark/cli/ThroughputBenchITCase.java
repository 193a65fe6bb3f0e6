package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.Measurement;
import dev.tidemark.cli.BenchRunCommand.Stage;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.testing.GeneratedFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each stage runs in a process of its own over a small folder; nothing is said of how long it takes. */
@Timeout(600)
class ThroughputBenchITCase {
    @TempDir
    private Path temp;

    @Test
    void everyStageReadsTheFolderAndTellsWhatItUsed() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder().bookings(100).days(3).build());
        JsonNode counts = input.counts();

        ThroughputBench.Result result = new ThroughputBench(temp, 1, Progress.start("measuring")).run(input.path());

        assertThat(result.deliveries()).isEqualTo(counts.get("deliveries").longValue());
        assertThat(result.startUp().cpuSeconds()).isPositive();
        assertThat(result.stages()).containsOnlyKeys(Stage.values());
        for (Measurement m : result.stages().values()) {
            assertThat(m.cpuSeconds()).isPositive();
            assertThat(m.cpuSecondsPerMillion()).isEqualTo(m.cpuSeconds() * 1e6 / result.deliveries());
        }
        assertThat(result.stages().get(Stage.PARSE).files()).isZero();
        assertThat(result.stages().get(Stage.PARSE_AND_PARQUET).files()).isPositive();
        // Bronze, quarantine and Gold beside Silver
        assertThat(result.stages().get(Stage.TIDEMARK).files())
                .isGreaterThan(result.stages().get(Stage.PARSE_AND_PARQUET).files());
        assertThat(new ObjectMapper()
                        .valueToTree(result)
                        .at("/stages/TIDEMARK/deliveries")
                        .asLong())
                .isEqualTo(result.deliveries());
    }
}
