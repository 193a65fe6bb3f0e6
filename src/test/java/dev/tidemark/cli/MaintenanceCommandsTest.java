package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.DataFileWriters;
import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceCommandsTest {
    private static final TableSpec TABLE = Tables.catalog().table("silver_event_type_dim");
    private static final int COMMITS = 5;

    @TempDir
    Path dir;

    private record Run(int status, String out, String err) {}

    @Test
    void compactThenVacuumLeaveTheRowsAndFewFiles() throws IOException {
        try (Lake lake = Lake.at(dir.toString())) {
            DeltaTable table = lake.open(TABLE);
            for (int i = 0; i < COMMITS; i++) {
                DataFileWriters files = lake.dataFileWriters();
                Object[] row = new Object[TABLE.width()];
                row[TABLE.ordinal("event_type")] = "https://api.example.test/event_types/" + i;
                files.write(TABLE, row);
                table.commitAppend(files.finish().get(TABLE.name()), "test", i);
            }
        }
        assertThat(run("compact", "--quiet-for=1h").out())
                .contains("5 files ->      5  (0 partitions")
                .contains("1 partitions with small files were left", "in the last 1h; see --quiet-for");

        Run compacted = run("compact", "--quiet-for=0s", "--table=" + TABLE.name());

        assertThat(compacted.status()).isZero();
        assertThat(compacted.out()).contains("5 files ->      1  (1 partitions");
        assertThat(dataFiles()).isEqualTo(COMMITS + 1);
        // as if all had happened ten days ago
        age(Duration.ofDays(10));
        Run dry = run("vacuum", "--dry-run", "--files");
        assertThat(dry.status()).isZero();
        assertThat(dry.out())
                .contains("1 live files        5 to delete")
                .contains(".zstd.parquet")
                .contains("would delete 5 files");
        assertThat(run("vacuum", "--dry-run", "--retain=11d").out()).contains("would delete 0 files");
        assertThat(dataFiles()).isEqualTo(COMMITS + 1);
        assertThat(run("vacuum", "--retain=7d").out()).contains("deleting 5 files");
        assertThat(dataFiles()).isOne();
        assertThat(Lake.at(dir.toString()).read(TABLE.name()).toList()).hasSize(COMMITS);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(run("vacuum", "--retain=10min").err()).contains("less than 1h could take files");
        assertThat(run("vacuum", "--retain=soon").err()).contains("--retain is 'soon'; write it as 7d, 12h or 30min");
        assertThat(run("vacuum").err()).contains("has no tables yet");
        assertThat(run("compact", "--table=quarantine").err()).contains("has no table quarantine yet");
        assertThat(run("compact", "--table=nope").err()).contains("nope");
    }

    private void age(Duration by) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(by));
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path p : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(p, then);
            }
        }
    }

    private long dataFiles() throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(p -> p.toString().endsWith(".zstd.parquet")).count();
        }
    }

    private Run run(String command, String... arguments) {
        PrintStream console = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            String[] all = Stream.concat(Stream.of(command, "--lake=" + dir), Stream.of(arguments))
                    .toArray(String[]::new);
            int status = Main.run(all);
            return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(console);
            System.setErr(errors);
        }
    }
}
