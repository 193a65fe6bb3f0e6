package dev.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A spend file of 100 MB through the real command in a JVM with a heap of 1 GB: more would end it. */
@Timeout(600)
class LargeSpendITCase {
    private static final long LEAST_BYTES = 100L << 20;
    private static final int DAYS = 30;
    private static final int CHANNELS = 10;
    private static final String NOTE = "n".repeat(400);

    @TempDir
    private Path temp;

    @Test
    void aFileOfAHundredMegabytesIsReadInBoundedMemory() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("in").resolve("ad-spend"));
        int rows = write(folder.resolve("spend_2026-01-30.json"));
        Files.writeString(folder.resolve("broken_2026-01-30.json"), "[" + "7,".repeat((2 << 20)));

        Process replay = ProductCommand.of("replay", "--input=" + temp.resolve("in"), "--lake=" + temp.resolve("lake"))
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
        try {
            assertThat(replay.waitFor(9, TimeUnit.MINUTES)).isTrue();
        } finally {
            replay.destroyForcibly();
        }

        assertThat(replay.exitValue()).as(Files.readString(temp.resolve("log"))).isZero();
        LakeReading lake = new LakeReading(temp.resolve("lake"));
        assertThat(lake.count("bronze_ad_spend")).isEqualTo(rows);
        assertThat(lake.rows("silver_fact_marketing")).hasSize(DAYS * CHANNELS);
        assertThat(lake.rows("gold_daily_cpb_by_channel"))
                .hasSize(DAYS * CHANNELS)
                .allMatch(r -> r.get("total_spend").equals("12.34"));
        assertThat(lake.rows("quarantine")).singleElement().satisfies(LargeSpendITCase::isCut);
    }

    private static void isCut(Map<String, String> row) {
        assertThat(row).containsEntry("reason", "invalid_json").containsEntry("feed", "ad-spend");
        assertThat(row.get("raw_payload")).hasSize(1 << 20);
        assertThat(row.get("failures")).contains("raw_cut").contains("4194305 bytes");
    }

    /** Every day and channel again and again, with a note that nobody asked for; says how many rows. */
    private static int write(Path file) throws IOException {
        int rows = 0;
        long bytes = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            out.write("[");
            while (bytes < LEAST_BYTES) {
                LocalDate day = LocalDate.of(2026, 1, 1).plusDays(rows / CHANNELS % DAYS);
                String row = "{\"date\":\"" + day + "\",\"channel\":\"c" + rows % CHANNELS
                        + "_paid_ads\",\"spend\":12.34" + ",\"note\":\"" + NOTE + "\"}";
                out.write(rows == 0 ? row : "," + row);
                bytes += row.length() + 1;
                rows++;
            }
            out.write("]");
        }
        return rows;
    }
}
