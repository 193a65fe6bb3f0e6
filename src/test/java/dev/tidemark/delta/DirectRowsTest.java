package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.io.FileIOFactory;
import dev.tidemark.delta.io.LakeFiles;
import dev.tidemark.delta.io.ParquetInputFile;
import dev.tidemark.delta.io.ParquetOutputFile;
import dev.tidemark.s3.S3Settings;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import io.delta.kernel.data.Row;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ours are read without Kernel, and give what Kernel gives. */
class DirectRowsTest {
    @TempDir
    Path dir;

    @Test
    void rowsAreThoseThatKernelReads() throws IOException {
        Lake lake = allTypes();
        SnapshotScan scan =
                new SnapshotScan(lake.engine(), lake.read("all_types").snapshot(), Optional.empty());

        for (Row file : scan.files()) {
            try (CloseableIterator<Object[]> rows = scan.open(file);
                    CloseableIterator<Object[]> byKernel = scan.readByKernel(file)) {
                assertThat(rows).isInstanceOf(DirectRows.class);
                assertThat(texts(rows)).isNotEmpty().isEqualTo(texts(byKernel));
            }
        }
    }

    @Test
    void columnsThatAreNotWantedAreNotRead() throws IOException {
        Lake lake = allTypes();
        List<Object[]> rows = lake.read("all_types").only(Set.of("id")).toList();

        assertThat(rows).extracting(r -> r[0]).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(rows).allSatisfy(r -> assertThat(r[1]).isNull());
        // the values that a filter asks about are read all the same
        assertThat(lake.read("all_types").only(Set.of("s")).where("id", 2L).toList())
                .singleElement()
                .satisfies(r -> assertThat(r[1]).isEqualTo(Tables.allTypes(2, 20_001)[1]));
    }

    @Test
    void aFileInAnotherFormIsLeftToKernel() throws IOException {
        MessageType others = MessageTypeParser.parseMessageType("message row { required int64 id; }");
        LakeFiles files = FileIOFactory.create(dir.toString(), S3Settings.DEFAULT);
        String location = dir.resolve("a.parquet").toUri().getPath();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new ParquetOutputFile(files, location))
                .withType(others)
                .build()) {
            writer.write(new SimpleGroupFactory(others).newGroup().append("id", 7L));
        }
        ParquetInputFile input = new ParquetInputFile(files, files.getFileStatus(location));

        assertThat(DirectRows.open(input, List.of(Column.of("id", ColumnType.LONG, "")), new Object[1]))
                .isEmpty();
        // a column that the file does not have is null, whatever its type
        try (DirectRows rows = DirectRows.open(
                        input, List.of(Column.of("later", ColumnType.STRING, "")), new Object[] {"of the log"})
                .orElseThrow()) {
            assertThat(texts(rows)).containsExactly("[of the log]");
        }
    }

    private Lake allTypes() throws IOException {
        Lake lake = Lake.at(dir.toString());
        DeltaTable table = lake.open(Tables.ALL_TYPES);
        Object[] nulls = new Object[Tables.ALL_TYPES.width()];
        nulls[0] = 3L;
        table.commitAppend(
                Tables.write(
                        lake, Tables.ALL_TYPES, List.of(Tables.allTypes(1, 20_000), Tables.allTypes(2, 20_001), nulls)),
                "test",
                1);
        return lake;
    }

    private static List<String> texts(CloseableIterator<Object[]> rows) {
        List<String> texts = new ArrayList<>();
        rows.forEachRemaining(row -> texts.add(Arrays.deepToString(row)));
        return texts;
    }
}
