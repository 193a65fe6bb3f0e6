package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.io.FileIOFactory;
import dev.tidemark.delta.io.ParquetOutputFile;
import dev.tidemark.s3.S3Settings;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that others made: no spec of ours, types that we do not have, changes under our hands. */
class ForeignTableTest {
    private static final StructType SCHEMA = new StructType()
            .add("id", LongType.LONG)
            .add("ratio", DoubleType.DOUBLE)
            .add("weight", FloatType.FLOAT)
            .add("bytes", BinaryType.BINARY)
            .add("small", ShortType.SHORT)
            .add("labels", new MapType(StringType.STRING, LongType.LONG, true));
    private static final MessageType PARQUET = MessageTypeParser.parseMessageType(
            """
            message row {
              optional int64 id; optional double ratio; optional float weight; optional binary bytes;
              optional int32 small (INTEGER(16,true));
              optional group labels (MAP) {
                repeated group key_value { required binary key (STRING); optional int64 value; }
              }
            }
            """);

    @TempDir
    Path dir;

    @Test
    void typesThatWeDoNotHaveAreReadAsText() throws Exception {
        Lake lake = Lake.at(dir.toString());
        Engine engine = lake.engine();
        String location = lake.tableLocation("foreign");
        Snapshot made = TableManager.buildCreateTableTransaction(location, SCHEMA, "others")
                .build(engine)
                .commit(engine, CloseableIterable.emptyIterable())
                .getPostCommitSnapshot()
                .orElseThrow();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new ParquetOutputFile(
                        FileIOFactory.create(location, S3Settings.DEFAULT), location + "/a.parquet"))
                .withType(PARQUET)
                .build()) {
            Group row = new SimpleGroupFactory(PARQUET).newGroup();
            row.append("id", 7L).append("ratio", 0.25).append("weight", 1.5f);
            row.append("bytes", Binary.fromConstantByteArray(new byte[] {1, 2})).append("small", 3);
            row.addGroup("labels").addGroup("key_value").append("key", "k").append("value", 9L);
            writer.write(row);
            writer.write(new SimpleGroupFactory(PARQUET).newGroup());
        }
        DataFile file = new DataFile(
                "a.parquet", Map.of(), Files.size(dir.resolve("foreign").resolve("a.parquet")), 0, 2, "{}");
        made.buildUpdateTableTransaction("others", Operation.WRITE)
                .build(engine)
                .commit(engine, KernelActions.iterable(List.of(KernelActions.add(file))));

        TableReader reader = lake.read("foreign");
        assertThat(reader.columns().stream().map(c -> c.name() + " " + c.type()))
                .containsExactly(
                        "id bigint", "ratio string", "weight string", "bytes string", "small int", "labels string");
        assertThat(Tables.texts(reader.toList()))
                .containsExactly("[7, 0.25, 1.5, AQI=, 3, {k=9}]", "[null, null, null, null, null, null]");
        assertThat(reader.where("ratio", "0.25").toList()).hasSize(1);
        assertThat(reader.where("small", 3).toList()).hasSize(1);
        assertThat(reader.where("id", null).toList()).hasSize(1);
    }

    @Test
    void aChangeOfTablePropertiesDoesNotStopOurCommits() throws Exception {
        Lake lake = Lake.at(dir.toString());
        DeltaTable events = lake.open(Tables.EVENTS);
        DeltaTable counts = lake.open(Tables.COUNTS);
        counts.commitUpsert(List.of(Tables.count(1, "a", 1)), "app", 1);
        for (String table : List.of("events", "counts")) {
            changeProperty(lake, table, "delta.checkpointInterval", "7");
        }
        assertThat(events.commitAppend(Tables.write(lake, Tables.EVENTS, Tables.event(1, 1)), "app", 1)
                        .committed())
                .isTrue();
        assertThat(counts.commitUpsert(List.of(Tables.count(1, "a", 2)), "app", 2)
                        .committed())
                .isTrue();
        assertThat(Tables.read(lake, "counts")).containsExactly("[1, a, 2, 0]");
    }

    @Test
    void aChangeOfTheSchemaStopsThemByName() throws Exception {
        Lake lake = Lake.at(dir.toString());
        DeltaTable events = lake.open(Tables.EVENTS);
        // as another engine that evolves schemas would: a commit with new metadata
        Path log = dir.resolve("events").resolve("_delta_log");
        String metadata = Files.readAllLines(log.resolve("00000000000000000000.json")).stream()
                .filter(line -> line.startsWith("{\"metaData\""))
                .findFirst()
                .orElseThrow();
        String added =
                "{\\\"name\\\":\\\"added\\\",\\\"type\\\":\\\"string\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}},";
        String evolved = metadata.replace("\\\"fields\\\":[", "\\\"fields\\\":[" + added);
        assertThat(evolved).isNotEqualTo(metadata);
        Files.writeString(log.resolve("00000000000000000001.json"), evolved + "\n");
        assertThatThrownBy(() -> events.commitAppend(Tables.write(lake, Tables.EVENTS, Tables.event(1, 1)), "app", 1))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("table events, column added: not there in the catalog, but string in the lake");
    }

    private static void changeProperty(Lake lake, String table, String key, String value) {
        Engine engine = lake.engine();
        TableManager.loadSnapshot(lake.tableLocation(table))
                .build(engine)
                .buildUpdateTableTransaction("others", Operation.MANUAL_UPDATE)
                .withTablePropertiesAdded(Map.of(key, value))
                .build(engine)
                .commit(engine, CloseableIterable.emptyIterable());
    }
}
