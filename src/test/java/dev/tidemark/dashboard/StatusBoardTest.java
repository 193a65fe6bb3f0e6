package dev.tidemark.dashboard;

import static dev.tidemark.dashboard.SmallLake.bookings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.Lake;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusBoardTest {
    @TempDir
    private Path folder;

    /** What the log knows is told without a look into one data file: here there are none any more. */
    @Test
    void aServerThatHasJustBegunAnswersBeforeItsTablesAreRead() throws IOException {
        new SmallLake(folder)
                .upsert(
                        Figures.DAILY,
                        bookings("2026-01-02", "facebook", 10, 2, 1, 7, true),
                        bookings("2026-01-05", "facebook", 20, 4, 2, 10, false));
        removeDataFiles();
        TidemarkConfig config = TidemarkConfig.parse(Map.of("lake.location", folder.toString()));
        try (Lake lake = Lake.at(folder.toString());
                FileReading reading = new FileReading();
                ControlFolder control = new ControlFolder(config.lake(), config.access());
                TableWatch watch = new TableWatch(
                        lake,
                        Tables.catalog().tables().stream().map(TableSpec::name).toList())) {
            watch.start(Duration.ofHours(1));
            LakeTables tables = new LakeTables(Tables.catalog(), lake, watch, 1_000, reading);
            StatusBoard board = new StatusBoard(
                    config,
                    watch,
                    tables,
                    new ReadAhead(List.of()),
                    new Figures.Newest(tables),
                    new Freshness(lake, tables),
                    new FetchActions(control));

            StatusBoard.Status status = board.of(new Query(Map.of()));

            assertThat(status.reading()).isTrue();
            assertThat(status.firstDay()).isEqualTo("2026-01-02");
            assertThat(status.lastDay()).isEqualTo("2026-01-05");
            assertThat(status.channels()).isEmpty();
            assertThat(status.commits()).extracting(StatusBoard.CommitOf::table).containsExactly(Figures.DAILY);
        }
    }

    private void removeDataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(Figures.DAILY))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
    }
}
