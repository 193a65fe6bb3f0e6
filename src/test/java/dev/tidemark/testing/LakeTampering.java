package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.DataFile;
import dev.tidemark.delta.DataFileWriters;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Changes a lake behind the product's back. */
public final class LakeTampering {
    private static final String APPLICATION = "somebody else";
    private static final Pattern ADDED = Pattern.compile("\\{\"add\":\\{.*?\"path\":\"([^\"]+)\".*\"size\":(\\d+)");

    private final Path folder;
    private final Lake lake;
    private long commits;

    public LakeTampering(Path lake) {
        this.folder = lake;
        this.lake = Lake.at(lake.toString());
    }

    /** A copy of a lake, to be spoilt. */
    public static LakeTampering copy(Path lake, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(lake)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(lake.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return new LakeTampering(to);
    }

    public Path path() {
        return folder;
    }

    public static TableSpec spec(String table) {
        return Tables.catalog().tables().stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    /** The table's rows in the order of their key's text. */
    public List<Object[]> rows(String table) throws IOException {
        TableSpec spec = spec(table);
        List<Object[]> rows = lake.read(table).toList();
        rows.sort(Comparator.comparing(r -> spec.key().stream()
                .map(k -> String.valueOf(r[spec.ordinal(k)]))
                .toList()
                .toString()));
        return rows;
    }

    /** Writes rows over those with the same key, in a commit of its own. */
    public void write(String table, Object[]... rows) throws IOException {
        commit(upserted(table), false, rows);
    }

    /** Removes rows, in a commit of its own. */
    public void remove(String table, Object[]... rows) throws IOException {
        commit(upserted(table), true, rows);
    }

    /** Adds rows whatever their key, in a commit of its own. */
    public void append(String table, Object[]... rows) throws IOException {
        DataFileWriters writers = lake.dataFileWriters();
        TableSpec spec = spec(table);
        for (Object[] row : rows) {
            writers.write(spec, row);
        }
        lake.open(spec).commitAppend(writers.finish().get(table), APPLICATION, ++commits);
    }

    /** Replaces what the only data file of an unpartitioned table holds, without a commit. */
    public void rewriteInPlace(String table, List<Object[]> rows) throws IOException {
        Path root = folder.resolve(table);
        Path log = root.resolve("_delta_log")
                .resolve("%020d.json".formatted(lake.read(table).version()));
        String commit = Files.readString(log);
        Matcher added = ADDED.matcher(commit);
        assertThat(added.find()).as(commit).isTrue();
        DataFileWriters writers = lake.dataFileWriters();
        for (Object[] row : rows) {
            writers.write(spec(table), row);
        }
        List<DataFile> written = writers.finish().get(table);
        assertThat(written).hasSize(1);
        Files.move(
                root.resolve(written.get(0).path()), root.resolve(added.group(1)), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                log, commit.substring(0, added.start(2)) + written.get(0).sizeBytes() + commit.substring(added.end(2)));
    }

    /** Takes the newest commit back, as if it had not been made yet. */
    public void dropNewestCommit(String table) throws IOException {
        String version = "%020d.".formatted(lake.read(table).version());
        try (Stream<Path> log = Files.list(folder.resolve(table).resolve("_delta_log"))) {
            for (Path file : log.filter(f -> f.getFileName().toString().contains(version))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private void commit(TableSpec spec, boolean deletion, Object[]... rows) throws IOException {
        List<TableRow> changes =
                Stream.of(rows).map(r -> new TableRow(spec.name(), r, deletion)).toList();
        assertThat(lake.open(spec).commitUpsert(changes, APPLICATION, ++commits).committed())
                .isTrue();
    }

    /** The table as one whose rows can be replaced, even if the product only appends to it. */
    private static TableSpec upserted(String table) {
        TableSpec spec = spec(table);
        TableSpec.Builder builder = TableSpec.upsert(spec.name(), spec.layer());
        for (Column c : spec.columns()) {
            builder.column(c.name(), c.type(), c.meaning());
        }
        return builder.key(spec.key().toArray(String[]::new))
                .partitionBy(spec.partitionBy().toArray(String[]::new))
                .build();
    }
}
