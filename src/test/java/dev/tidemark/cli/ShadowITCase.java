package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import dev.tidemark.testing.ProductCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user runs it: the real replay on one side, the reference's way of counting on the other. */
@Timeout(600)
class ShadowITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private record Run(int status, String out, String err) {
        JsonNode json() throws IOException {
            assertThat(status).as(err).isZero();
            return JSON.readTree(out);
        }
    }

    @Test
    void thePublishedWeekIsExplainedToTheLastRow() throws Exception {
        Run run = shadow("--published", "--format", "json");

        JsonNode found = run.json();
        assertThat(found.get("unexplained").longValue()).isZero();
        assertThat(texts(found.get("gold_cpb_by_channel"), "channel", "reference_total_bookings_count"))
                .containsExactly("facebook 283", "others 9330", "tiktok 0", "youtube 8");
        assertThat(texts(found.get("gold_cpb_by_channel"), "channel", "our_total_bookings_count"))
                .containsExactly("facebook 231", "others 961", "tiktok 0", "youtube 7");
        assertThat(texts(found.get("gold_cpb_by_channel"), "reference_cpb"))
                .containsExactly("71.59159", "0.0", "0.0", "2525.92875");
        assertThat(texts(found.get("gold_channel_attribution"), "reference_rank_by_cpb", "our_rank_by_cpb"))
                .containsExactly("2 2", "1 1", "1 4", "3 3");
        assertThat(texts(found.get("bookings_by_cause"), "entry", "all_channels"))
                .containsExactly(
                        "reference_total_bookings_count 9621",
                        "exploded_rows 8080",
                        "duplicates 19",
                        "reschedules 132",
                        "unexplained 0",
                        "bookings_count 1390",
                        "window 191",
                        "unexplained 0",
                        "total_bookings_count 1199",
                        "unexplained 0",
                        "net_bookings_count 1199");
        assertThat(texts(found.get("spend_by_cause"), "entry", "tiktok"))
                .containsExactly(
                        "reference_total_spend 13593.57",
                        "unexplained 0.0",
                        "total_spend 13593.57",
                        "window 11336.81",
                        "unexplained 0.0",
                        "total_spend 2256.76");
        assertThat(remains()).isEmpty();
    }

    @Test
    void everyOddityIsExplained() throws Exception {
        Path input = generated(
                "in",
                GeneratorOptions.builder().bookings(600).days(15).seed(3).reportingZone(ZoneId.of("Europe/Berlin")));
        Path lake = temp.resolve("lake");
        String[] arguments = {
            "--input",
            input.toString(),
            "--lake",
            lake.toString(),
            "-D",
            "reporting.zone=Europe/Berlin",
            "--format",
            "json"
        };

        JsonNode first = shadow(arguments).json();

        assertThat(first.get("unexplained").longValue()).isZero();
        assertThat(texts(first.get("bookings_by_cause"), "entry"))
                .contains("exploded_rows", "broken_records", "duplicates", "reschedules", "event_types", "window")
                .contains("cancellations", "no_shows");
        assertThat(texts(first.get("spend_by_cause"), "entry"))
                .contains("broken_records", "channel_spelling", "channel_without_row", "repeated_spend", "window");
        assertThat(Files.isDirectory(lake)).isTrue();
        assertThat(remains()).isEmpty();
        assertThat(shadow(arguments).json()).isEqualTo(first);
    }

    @Test
    void aLakeOfOtherInputStaysUnexplained() throws Exception {
        GeneratorOptions.Builder traffic =
                GeneratorOptions.builder().bookings(60).days(5).malformed(0).late(0);
        Path lake = temp.resolve("lake");
        assertThat(Main.run("replay", "--input=" + generated("other", traffic.seed(1)), "--lake=" + lake))
                .isZero();

        Run run = shadow(
                "--input", generated("in", traffic.seed(2)).toString(), "--lake", lake.toString(), "--format", "json");

        assertThat(run.status).isEqualTo(1);
        assertThat(JSON.readTree(run.out).get("unexplained").longValue()).isPositive();
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(Main.run("shadow")).isEqualTo(2);
        assertThat(Main.run("shadow", "--published", "--input=" + temp)).isEqualTo(2);
        assertThat(Main.run("shadow", "--input=" + temp.resolve("nowhere"))).isEqualTo(1);
        assertThat(Main.run("shadow", "--input=" + temp, "-D", "no.such.key=1")).isEqualTo(1);
    }

    private Path generated(String name, GeneratorOptions.Builder options) throws IOException {
        Path folder = temp.resolve(name);
        new ReplayFolderWriter(options.build()).write(folder);
        return folder;
    }

    private Run shadow(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("shadow"));
        all.addAll(List.of(arguments));
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        ProcessBuilder builder = ProductCommand.of(all.toArray(String[]::new));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + scratch());
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path scratch() throws IOException {
        return Files.createDirectories(temp.resolve("scratch"));
    }

    /** What a run leaves among the temporary files. */
    private List<Path> remains() throws IOException {
        try (Stream<Path> files = Files.list(scratch())) {
            return files.filter(f -> f.getFileName().toString().startsWith("tidemark"))
                    .toList();
        }
    }

    private static List<String> texts(JsonNode rows, String... columns) {
        List<String> texts = new ArrayList<>();
        for (JsonNode row : rows) {
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
                cells.add(row.get(column).asText());
            }
            texts.add(String.join(" ", cells));
        }
        return texts;
    }
}
