package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.PackedFolder;
import dev.tidemark.testing.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job of an older release, stopped with a savepoint half-way through its input, goes on with today's code.
 *
 * <p>{@code src/test/resources/state/releases} keeps for each release its lake with the savepoint, and the input with the
 * numbers that it must give. {@code -Dtidemark.release.write=0.2.0} writes the file of a release, once, before it is
 * tested.
 */
@Timeout(300)
class OlderReleaseITCase {
    private static final Path RELEASES = Path.of("src/test/resources/state/releases");
    private static final String SUFFIX = ".zip.gz";
    private static final String TO_WRITE = System.getProperty("tidemark.release.write");
    private static final int MAX_BYTES = 300_000;

    @TempDir
    private Path temp;

    @BeforeAll
    static void writeTheReleaseOfToday(@TempDir Path folder, @TempDir Path elsewhere) throws IOException {
        Path file = RELEASES.resolve(TO_WRITE + SUFFIX);
        if (TO_WRITE == null || Files.exists(file)) {
            return;
        }
        GeneratedFolder input = GeneratedFolder.write(
                folder.resolve("input"),
                new ReplayFolderWriter(GeneratorOptions.builder()
                                .bookings(60)
                                .start(Instant.parse("2026-01-05T00:00:00Z"))
                                .days(3)
                                .build())
                        .files(2)
                        .gzip(false));
        Path second = input.webhooks().resolve("part-0001.jsonl");
        Path aside = Files.move(second, elsewhere.resolve("second-part"));
        assertThat(replay(folder, 1)).isZero();
        Files.move(aside, second);
        Files.createDirectories(RELEASES);
        PackedFolder.pack(folder, file);
    }

    static List<String> releases() throws IOException {
        try (Stream<Path> files = Files.list(RELEASES)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(SUFFIX))
                    .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void goesOnWithTheRestOfItsInput(String release) throws IOException {
        PackedFolder.unpack(RELEASES.resolve(release + SUFFIX), temp);
        GeneratedFolder input = GeneratedFolder.at(temp.resolve("input"));
        LakeReading lake = new LakeReading(temp.resolve("lake"));
        int deliveries = input.counts().get("deliveries").intValue();
        assertThat(lake.rows("bronze_calendly_webhooks"))
                .as("half of the input")
                .hasSizeBetween(deliveries / 4, deliveries * 3 / 4);

        assertThat(replay(temp, 2)).isZero();

        input.assertGoldOfThen(lake);
        input.assertDeliveries(lake);
        input.assertSpend(lake);
        Said verified = Said.by(() -> Main.run("verify", "--lake=" + temp.resolve("lake")));
        assertThat(verified.status()).as(verified.text()).isZero();
    }

    @Test
    void theFilesAreSmall() throws IOException {
        assertThat(releases()).isNotEmpty();
        for (String release : releases()) {
            assertThat(Files.size(RELEASES.resolve(release + SUFFIX)))
                    .as(release)
                    .isLessThan(MAX_BYTES);
        }
    }

    private static int replay(Path folder, int parallelism) {
        return Main.run(
                "replay",
                "--input=" + folder.resolve("input"),
                "--lake=" + folder.resolve("lake"),
                "--parallelism=" + parallelism);
    }
}
