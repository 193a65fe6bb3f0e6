package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.delta.io.FileIOFactory;
import dev.tidemark.delta.io.LakeFiles;
import dev.tidemark.delta.io.ParquetInputFile;
import dev.tidemark.delta.io.ParquetOutputFile;
import dev.tidemark.s3.S3Settings;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** What our encoders write is what Parquet's own reader reads, and what Parquet's own writer would say of it. */
class RowFilePropertyTest {
    private static final List<TableSpec> TABLES = new ArrayList<>();
    private static Path folder;
    private static LakeFiles files;

    private static int written;

    private final BufferPool pool = new BufferPool();

    @BeforeContainer
    static void begin() throws IOException {
        TABLES.addAll(dev.tidemark.topology.Tables.catalog().tables());
        TABLES.add(Tables.ALL_TYPES);
        folder = Files.createTempDirectory("rows");
        files = FileIOFactory.create(folder.toString(), S3Settings.DEFAULT);
    }

    @AfterContainer
    static void end() throws IOException {
        files.close();
        try (Stream<Path> left = Files.walk(folder)) {
            left.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void rowsOfEveryTableComeBackWithTheStatisticsThatParquetWouldWrite(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        TableSpec table = TABLES.get(random.nextInt(TABLES.size()));
        int[] sizes = {1, 7, 8, 9, 63 * 8 + 1, 1 + random.nextInt(200), 1 + random.nextInt(2_500)};
        List<Object[]> rows = new RandomRows(seed).of(table, sizes[random.nextInt(sizes.length)]);

        // the second file is written by what the layout has learned from the first, and with used buffers
        TableLayout layout = new TableLayout(table);
        for (int file = 0; file < 2; file++) {
            check(layout, rows);
        }
        assertThat(pool.lent()).isZero();
    }

    /** 20,000 rows are a page; a filter by the column index finds the rows around each border. */
    @Example
    void pagesAndTheirIndexesAreCutByRows() throws IOException {
        TableLayout layout = new TableLayout(Tables.ALL_TYPES);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 45_000; i++) {
            Object[] row = new Object[Tables.ALL_TYPES.width()];
            row[0] = (long) i;
            row[1] = i % 20_000 < 7 ? null : "text " + i / 20_000 + " " + i % 3;
            row[9] = i % 5 == 0 ? new Object[] {"tag " + i % 2, null} : new Object[0];
            rows.add(row);
        }
        check(layout, rows);

        String location = write(layout, rows);
        try (ParquetFileReader reader = open(location)) {
            BlockMetaData group = reader.getFooter().getBlocks().get(0);
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                OffsetIndex pages = reader.readOffsetIndex(chunk);
                assertThat(pages.getPageCount())
                        .as(chunk.getPath().toDotString())
                        .isGreaterThanOrEqualTo(3);
                assertThat(pages.getLastRowIndex(pages.getPageCount() - 1, 45_000))
                        .isEqualTo(44_999);
            }
            ColumnChunkMetaData text = chunk(group, "s");
            ColumnIndex bounds = reader.readColumnIndex(text);
            assertThat(bounds.getNullCounts()).containsExactly(7L, 7L, 7L);
            assertThat(bounds.getMinValues())
                    .extracting(b -> StandardCharsets.UTF_8.decode(b).toString())
                    .containsExactly("text 0 0", "text 1 0", "text 2 0");
            assertThat(bounds.getMaxValues())
                    .extracting(b -> StandardCharsets.UTF_8.decode(b).toString())
                    .containsExactly("text 0 2", "text 1 2", "text 2 2");
        }
        for (long id : new long[] {0, 19_999, 20_000, 39_999, 40_000, 44_999}) {
            assertThat(rowsIn(location, id)).isBetween(1L, 20_000L);
        }
        files.delete(location);
    }

    /** A row group is full when 32 MB wait; a page, when it has 1 MB. */
    @Example
    void longTextsFillPagesAndRowGroups() throws IOException {
        TableLayout layout = new TableLayout(Tables.EVENTS);
        Random random = new Random(7);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            char[] body = new char[random.nextInt(30_000)];
            for (int c = 0; c < body.length; c++) {
                body[c] = (char) (' ' + random.nextInt(90));
            }
            rows.add(new Object[] {(long) i, new String(body), 1});
        }
        check(layout, rows);

        String location = write(layout, rows);
        try (ParquetFileReader reader = open(location)) {
            assertThat(reader.getFooter().getBlocks()).hasSizeGreaterThan(1);
            for (BlockMetaData group : reader.getFooter().getBlocks()) {
                assertThat(reader.readOffsetIndex(chunk(group, "body")).getPageCount())
                        .isGreaterThan(5);
            }
        }
        files.delete(location);
    }

    @Example
    void aDictionaryIsUsedWhileItIsSmallAndLeftWhenItGrows() throws IOException {
        TableLayout layout = new TableLayout(Tables.EVENTS);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            // in the second page, every value is another
            rows.add(new Object[] {(long) i, i < 20_500 ? "body " + i % 50 : "body number " + i, 1});
        }
        check(layout, rows);
        String location = write(new TableLayout(Tables.EVENTS), rows);
        try (ParquetFileReader reader = open(location)) {
            BlockMetaData group = reader.getFooter().getBlocks().get(0);
            assertThat(chunk(group, "body").getEncodings()).contains(Encoding.PLAIN_DICTIONARY, Encoding.PLAIN);
            assertThat(chunk(group, "id").getEncodings())
                    .contains(Encoding.PLAIN)
                    .doesNotContain(Encoding.PLAIN_DICTIONARY);
        }
        files.delete(location);
    }

    private void check(TableLayout layout, List<Object[]> rows) throws IOException {
        String location = write(layout, rows);
        String reference =
                folder.resolve("reference-" + written++ + ".parquet").toUri().getPath();
        TableSpec table = layout.table();
        Set<Integer> partitions = new HashSet<>();
        Arrays.stream(table.partitionOrdinals()).forEach(partitions::add);
        try (DirectRows read = DirectRows.open(
                        new ParquetInputFile(files, files.getFileStatus(location)),
                        table.columns(),
                        new Object[table.width()])
                .orElseThrow()) {
            for (Object[] row : rows) {
                Object[] expected = row.clone();
                partitions.forEach(p -> expected[p] = null);
                assertThat(read.next()).as(table.name()).isEqualTo(expected);
            }
            assertThat(read.hasNext()).isFalse();
        }
        copyByParquet(location, layout.parquetSchema(), reference);
        compare(layout, location, reference);
        files.delete(location);
        files.delete(reference);
    }

    private String write(TableLayout layout, List<Object[]> rows) throws IOException {
        String location =
                folder.resolve("ours-" + written++ + ".parquet").toUri().getPath();
        RowFile file = new RowFile(layout, new ParquetOutputFile(files, location), pool);
        for (Object[] row : rows) {
            file.write(row);
        }
        file.finish();
        return location;
    }

    private static ParquetFileReader open(String location) throws IOException {
        return ParquetFileReader.open(new ParquetInputFile(files, files.getFileStatus(location)));
    }

    /** Reads by Parquet's model of records, and writes with its writer. */
    private static void copyByParquet(String from, MessageType schema, String to) throws IOException {
        try (ParquetFileReader reader = open(from);
                ParquetWriter<Group> writer = ExampleParquetWriter.builder(new ParquetOutputFile(files, to))
                        .withType(schema)
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .withSizeStatisticsEnabled(false)
                        .build()) {
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(group, new GroupRecordConverter(schema));
                for (long i = 0; i < group.getRowCount(); i++) {
                    writer.write(records.read());
                }
            }
        }
    }

    private static void compare(TableLayout layout, String ours, String reference) throws IOException {
        try (ParquetFileReader a = open(ours);
                ParquetFileReader b = open(reference)) {
            assertThat(a.getFooter().getFileMetaData().getSchema())
                    .isEqualTo(b.getFooter().getFileMetaData().getSchema());
            Map<String, Statistics<?>> found = statistics(a);
            Map<String, Statistics<?>> expected = statistics(b);
            layout.columnsWithoutStatistics().forEach(c -> {
                assertThat(found.remove(c).isEmpty()).as(c).isTrue();
                expected.remove(c);
            });
            assertThat(found).isEqualTo(expected);
            if (a.getRowGroups().size() == 1 && b.getRowGroups().size() == 1) {
                compareIndexes(layout, a, b);
            }
        }
    }

    private static void compareIndexes(TableLayout layout, ParquetFileReader a, ParquetFileReader b)
            throws IOException {
        List<ColumnChunkMetaData> found = a.getRowGroups().get(0).getColumns();
        List<ColumnChunkMetaData> expected = b.getRowGroups().get(0).getColumns();
        for (int i = 0; i < found.size(); i++) {
            String column = found.get(i).getPath().toDotString();
            assertThat(found.get(i).getValueCount())
                    .as(column)
                    .isEqualTo(expected.get(i).getValueCount());
            // with more pages, Parquet's end elsewhere
            boolean samePages = a.readOffsetIndex(found.get(i)).getPageCount() == 1
                    && b.readOffsetIndex(expected.get(i)).getPageCount() == 1;
            ColumnIndex of = a.readColumnIndex(found.get(i));
            if (layout.columnsWithoutStatistics().contains(column)) {
                assertThat(of).as(column).isNull();
            } else if (samePages) {
                ColumnIndex to = b.readColumnIndex(expected.get(i));
                assertThat(String.valueOf(of)).as(column).isEqualTo(String.valueOf(to));
            }
        }
    }

    /** By the path of a column, over all row groups. */
    private static Map<String, Statistics<?>> statistics(ParquetFileReader file) {
        Map<String, Statistics<?>> all = new LinkedHashMap<>();
        for (BlockMetaData group : file.getRowGroups()) {
            for (ColumnChunkMetaData c : group.getColumns()) {
                String path = c.getPath().toDotString();
                Statistics<?> before = all.get(path);
                if (before == null) {
                    all.put(path, c.getStatistics().copy());
                } else {
                    before.mergeStatistics(c.getStatistics());
                }
            }
        }
        return all;
    }

    /** How many rows the pages have that may hold a row of this id. */
    private static long rowsIn(String location, long id) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                new ParquetInputFile(files, files.getFileStatus(location)),
                ParquetReadOptions.builder()
                        .withRecordFilter(FilterCompat.get(FilterApi.eq(FilterApi.longColumn("id"), id)))
                        .build())) {
            return reader.readNextFilteredRowGroup().getRowCount();
        }
    }

    private static ColumnChunkMetaData chunk(BlockMetaData group, String column) {
        return group.getColumns().stream()
                .filter(c -> c.getPath().toDotString().equals(column))
                .findFirst()
                .orElseThrow();
    }
}
