package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.FreshnessMeasurement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short live run; nothing is said of how long it takes. */
@Timeout(600)
class FreshnessBenchITCase {
    @TempDir
    private Path temp;

    @Test
    void everyDeliveryAfterTheWarmUpIsMeasured() throws Exception {
        FreshnessMeasurement measured =
                new FreshnessBench(50, 150, 20, "500 ms").run(temp, Progress.start("measuring"));

        assertThat(measured.deliveries()).isEqualTo(150);
        // 0 where a busy local Kinesis answered the gateway only after the job had read the record
        assertThat(measured.p50Seconds()).isBetween(0.0, measured.p90Seconds());
        assertThat(measured.p99Seconds()).isBetween(measured.p90Seconds(), measured.maxSeconds());
        assertThat(measured.cores()).isPositive();
        // Bronze, Silver and Gold of what was measured
        assertThat(measured.commitsPerDay()).isPositive();
        assertThat(measured.jobCores())
                .isLessThanOrEqualTo(measured.coresByThread().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
        StringWriter printed = new StringWriter();
        FreshnessBench.print(measured, new PrintWriter(printed));
        assertThat(printed.toString())
                .startsWith("freshness of 150 deliveries at 50/s, checkpoints every 500 ms: p50 ");
    }
}
