package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.EVENTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.event;
import static dev.tidemark.delta.Tables.read;
import static dev.tidemark.delta.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VacuumTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path dir;

    private Lake lake;
    private Instant later;

    @BeforeEach
    void open() {
        lake = Lake.at(dir.toString());
        later = Instant.now().plus(WEEK).plus(Duration.ofHours(1));
    }

    @Test
    void whatNoVersionWithinTheRetentionNeedsGoes() throws IOException {
        DeltaTable counts = lake.open(COUNTS);
        counts.commitUpsert(List.of(count(1, "a", 1), count(2, "a", 1)), "app", 1);
        counts.commitUpsert(List.of(count(1, "a", 2)), "app", 2);
        counts.commitUpsert(List.of(count(1, "a", 3)), "app", 3);
        List<DataFile> orphans = write(lake, COUNTS, count(9, "orphan", 1));
        // the last commit was made a day ago: what it removed was live until then
        touch(dir.resolve("counts/_delta_log/00000000000000000003.json"), later.minus(Duration.ofDays(1)));
        Path temporary = Files.createFile(dir.resolve("counts/_delta_log/.00000000000000000004.json.tmp"));
        Path foreign = Files.createFile(dir.resolve("counts/deletion_vector_1.bin"));
        Set<String> before = files("counts");

        Vacuum vacuum = new Vacuum(lake, WEEK, later);
        Vacuum.Garbage garbage = vacuum.find("counts").orElseThrow();

        assertThat(files("counts")).isEqualTo(before);
        assertThat(garbage.live()).isEqualTo(2);
        assertThat(garbage.locations())
                .hasSize(3)
                .contains(
                        "file:" + temporary,
                        "file:" + dir.resolve("counts/" + orphans.get(0).path()));
        vacuum.delete(garbage);
        assertThat(files("counts")).hasSize(before.size() - 3);
        assertThat(foreign).exists();
        assertThat(read(lake, "counts")).containsExactly("[1, a, 3, 0]", "[2, a, 1, 0]");
        assertThat(Tables.texts(lake.find("counts", 2).orElseThrow().toList()))
                .containsExactly("[1, a, 2, 0]", "[2, a, 1, 0]");
        assertThat(vacuum.find("counts").orElseThrow().locations()).isEmpty();
    }

    @Test
    void whatIsYoungStays() throws IOException {
        lake.open(EVENTS);
        List<DataFile> waiting = write(lake, EVENTS, event(1, 1));
        assertThat(new Vacuum(lake, WEEK, Instant.now())
                        .find("events")
                        .orElseThrow()
                        .locations())
                .isEmpty();
        lake.open(EVENTS).commitAppend(waiting, "app", 1);
        assertThat(new Vacuum(lake, WEEK, later).find("events").orElseThrow().locations())
                .isEmpty();
        assertThat(new Vacuum(lake, WEEK, later).find("nowhere")).isEmpty();
    }

    @Test
    void liveFilesWithOddNamesStay() throws IOException {
        TableSpec odd = TableSpec.append("odd", TableSpec.Layer.BRONZE)
                .column("s", ColumnType.STRING, "")
                .column("n", ColumnType.LONG, "")
                .partitionBy("s")
                .build();
        DeltaTable table = lake.open(odd);
        long n = 0;
        for (String s :
                new String[] {"a/b", "50%", "a b", "%2F", "x=y", "\u00e4\u20ac\ud83d\ude00", "..", "'\"\\", null}) {
            table.commitAppend(write(lake, odd, TableRow.of(odd, s, n)), "app", n++);
        }
        assertThat(new Vacuum(lake, WEEK, later).find("odd").orElseThrow().locations())
                .isEmpty();
    }

    @Test
    void aTableWithoutOneOfItsFilesIsNotTouched() throws IOException {
        List<DataFile> files = write(lake, EVENTS, event(1, 1));
        lake.open(EVENTS).commitAppend(files, "app", 1);
        Files.delete(dir.resolve("events/" + files.get(0).path()));
        assertThatThrownBy(() -> new Vacuum(lake, WEEK, later).find("events"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing is deleted from a broken table");
    }

    @Test
    void theLogIsCleanedAsItsTableSays() throws IOException {
        DeltaTable counts = Lake.at(dir.toString(), LakeOptions.DEFAULT.withCheckpointInterval(4))
                .open(COUNTS);
        for (int i = 1; i <= 13; i++) {
            counts.commitUpsert(List.of(count(1, "a", i)), "app", i);
        }
        Path log = dir.resolve("counts/_delta_log");
        Instant longAgo = Instant.now().minus(Duration.ofDays(31));
        try (Stream<Path> all = Files.list(log)) {
            for (Path p : all.filter(p -> p.getFileName().toString().compareTo("00000000000000000010") < 0)
                    .toList()) {
                touch(p, longAgo);
            }
        }

        long deleted = LogCleanup.clean(
                lake, TableLog.openOrCreate(lake, new TableLayout(COUNTS)).current());

        // the checkpoint of version 8 is the newest old one: nothing before it is needed for what comes after
        assertThat(deleted).isPositive();
        try (Stream<Path> all = Files.list(log)) {
            assertThat(all.map(p -> p.getFileName().toString())
                            .filter(n -> n.compareTo("00000000000000000008") < 0 && n.startsWith("0"))
                            .toList())
                    .isEmpty();
        }
        assertThat(read(Lake.at(dir.toString()), "counts")).containsExactly("[1, a, 13, 0]");
        assertThat(Tables.texts(lake.find("counts", 9).orElseThrow().toList())).containsExactly("[1, a, 9, 0]");
        assertThat(LogCleanup.clean(
                        lake,
                        TableLog.openOrCreate(lake, new TableLayout(COUNTS)).current()))
                .isZero();
    }

    private static void touch(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private Set<String> files(String table) throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve(table))) {
            return new TreeSet<>(
                    all.filter(Files::isRegularFile).map(Path::toString).toList());
        }
    }
}
