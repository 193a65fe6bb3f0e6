package dev.tidemark.cli;

import static dev.tidemark.testing.LakeReading.assertSameRows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.delta.Lake;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark, in a JVM and on a class path of its own, finds in every table what {@code ./tidemark show} prints. */
@Timeout(900)
class SparkInteropITCase {
    /** These JVMs are short-lived: the second compiler would never pay. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    private static Path temp;

    private static Path lake;
    private static Path output;

    @BeforeAll
    static void replayAndReadWithSpark() throws Exception {
        lake = replayedInTwoRuns();
        output = readWithSpark();
    }

    @Test
    void sparkReadsEveryTableAsShowDoes() throws Exception {
        for (String table : LakeReading.tables()) {
            List<String> shown = rows(JSON.readTree(show(table, temp.resolve(table + ".json"))));
            assertThat(shown).as(table).isNotEmpty();
            List<String> read = new ArrayList<>();
            for (String line : Files.readAllLines(output.resolve(table + ".json"))) {
                read.add(text(JSON.readTree(line)));
            }
            assertSameRows(table, read, shown);
            assertThat(Files.readAllLines(output.resolve(table + ".schema")))
                    .as(table)
                    .containsExactlyElementsOf(Lake.at(lake.toString()).read(table).columns().stream()
                            .map(c -> c.name() + " " + c.type())
                            .toList());
        }
    }

    @Test
    void sparkFindsTheSameRowsByPartition() throws Exception {
        try (Stream<Path> files = Files.list(output)) {
            List<Path> counts =
                    files.filter(f -> f.toString().endsWith(".count")).toList();
            assertThat(counts).hasSize(9);
            for (Path file : counts) {
                String table = file.getFileName().toString().replace(".count", "");
                String[] found = Files.readString(file).split(" ");
                Path shown = temp.resolve(table + ".json");
                assertThat(JSON.readTree(show(table, shown, "--where=" + found[0]))
                                .size())
                        .as(table + " where " + found[0])
                        .isEqualTo(Integer.parseInt(found[1]))
                        .isPositive();
            }
        }
    }

    /** A lake whose logs have additions and removals: Gold is written over at every checkpoint and by the second run. */
    private static Path replayedInTwoRuns() throws IOException {
        Path folder = temp.resolve("lake");
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder()
                        .bookings(300)
                        .days(5)
                        .late(0)
                        .malformed(0.03)
                        .build());
        Path last = input.webhooks().resolve("part-0003.jsonl.gz");
        Path aside = Files.move(last, temp.resolve("aside"));
        for (int run = 0; run < 2; run++) {
            assertThat(Main.run("replay", "--input=" + input.path(), "--lake=" + folder))
                    .isZero();
            if (run == 0) {
                Files.move(aside, last);
            }
        }
        return folder;
    }

    private static Path readWithSpark() throws IOException, InterruptedException {
        Path rows = temp.resolve("spark");
        List<String> command = new ArrayList<>(List.of(ProductCommand.java(), "-Xmx1g"));
        command.addAll(SHORT_LIVED);
        // what Spark reaches into on Java 17
        for (String p : List.of(
                "java.lang",
                "java.lang.invoke",
                "java.lang.reflect",
                "java.io",
                "java.net",
                "java.nio",
                "java.util",
                "java.util.concurrent",
                "java.util.concurrent.atomic",
                "sun.nio.ch",
                "sun.nio.cs",
                "sun.security.action",
                "sun.util.calendar")) {
            command.add("--add-opens=java.base/" + p + "=ALL-UNNAMED");
        }
        Path built = Path.of("target", "spark").toAbsolutePath();
        command.addAll(List.of(
                "-cp",
                built.resolve("classes") + File.pathSeparator + Files.readString(built.resolve("classpath.txt")),
                "SparkRows",
                lake.toString(),
                rows.toString()));
        Path log = temp.resolve("spark.log");
        run(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()), log);
        return rows;
    }

    private static File show(String table, Path output, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("show", table, "--lake=" + lake, "--format=json"));
        arguments.addAll(List.of(more));
        ProcessBuilder show = ProductCommand.of(arguments.toArray(String[]::new));
        show.command().addAll(1, SHORT_LIVED);
        Path log = temp.resolve("show.log");
        run(show.redirectOutput(output.toFile()).redirectError(log.toFile()), log);
        return output.toFile();
    }

    private static void run(ProcessBuilder command, Path log) throws IOException, InterruptedException {
        Process process = command.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static List<String> rows(JsonNode array) {
        List<String> rows = new ArrayList<>();
        array.forEach(row -> rows.add(text(row)));
        return rows;
    }

    /** A value as text that is the same for the same value: Spark writes all six digits of a second's fraction. */
    private static String text(JsonNode value) {
        if (value.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            value.properties().forEach(f -> fields.put(f.getKey(), text(f.getValue())));
            return fields.toString();
        }
        if (value.isArray()) {
            return rows(value).toString();
        }
        if (value.isTextual() && value.textValue().matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z")) {
            return '"' + Instant.parse(value.textValue()).toString() + '"';
        }
        return value.toString();
    }
}
