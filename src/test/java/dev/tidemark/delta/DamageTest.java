package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table with a damaged file says which it is, and what to do. */
class DamageTest {
    @TempDir
    Path dir;

    private Lake lake;

    @BeforeEach
    void write() throws IOException {
        lake = Lake.at(dir.toString());
        DeltaTable counts = lake.open(Tables.COUNTS);
        counts.commitUpsert(List.of(Tables.count(1, "a", 1)), "test", 1);
    }

    @Test
    void aMissingDataFileIsNamed() throws IOException {
        Path file = one(".parquet");
        Files.delete(file);

        assertThatThrownBy(() -> Tables.read(lake, "counts"))
                .hasMessageContaining("table counts: the data file ")
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("is missing")
                .hasMessageContaining("backup");
    }

    @Test
    void aDamagedDataFileIsNamed() throws IOException {
        Path file = one(".parquet");
        Files.writeString(file, "x".repeat((int) Files.size(file)));

        assertThatThrownBy(() -> Tables.read(lake, "counts"))
                .hasMessageContaining("table counts: the data file ")
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("can't be read");
    }

    @Test
    void aDamagedCommitIsOfATableThatIsNamed() throws IOException {
        Files.writeString(one("00001.json"), "{\"add\":");

        assertThatThrownBy(() -> Lake.at(dir.toString()).read("counts").dataFiles())
                .hasMessageContaining("table counts: its log in ")
                .hasMessageContaining("_delta_log can't be read")
                .hasMessageContaining("backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"commitInfo\":{\"timestamp\":1", "{\"txn\":{\"appId\":", "{\"add\":{\"stats\":"})
    void aDamagedLineOfACommitIsOfAVersionThatIsNamed(String line) throws IOException {
        Files.writeString(one("00001.json"), line);

        assertThatThrownBy(() -> {
                    lake.commit("counts", 1);
                    lake.greatest("counts", 1, "day");
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("table counts: the commit of version 1, ")
                .hasMessageContaining("00000000000000000001.json")
                .hasMessageContaining("backup");
    }

    private Path one(String end) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(f -> f.toString().endsWith(end)).findFirst().orElseThrow();
        }
    }
}
