package dev.tidemark.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.DataFile;
import dev.tidemark.delta.Tables;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CommittableTest {
    private static final RowCodec COUNTS = new RowCodec(Tables.COUNTS);

    static Committable files() {
        Map<String, String> partition = new LinkedHashMap<>();
        partition.put("day", "2024-10-04");
        partition.put("channel", null);
        return Committable.ofFiles(
                "events",
                List.of(
                        new DataFile("day=2024-10-04/a%2520b.parquet", partition, 1234, 1_700_000_000_123L, 7, "{}"),
                        new DataFile("b.parquet", Map.of(), 1, 2, 3, "{\"numRecords\":3}")));
    }

    static Committable changes() throws IOException {
        return Committable.ofChanges(
                Tables.COUNTS, COUNTS, List.of(Tables.count(20_000, "\u00e4", 5, 6), Tables.noCount(20_001, "b")));
    }

    @Test
    void comesBackAsItWas() throws IOException {
        assertThat(roundTrip(files())).isEqualTo(files());
        Committable changes = roundTrip(changes());
        assertThat(changes).isEqualTo(changes());
        assertThat(changes.decodeChanges(COUNTS))
                .containsExactly(
                        Tables.count(20_000, "\u00e4", 5, 6),
                        new TableRow("counts", new Object[] {20_001, "b", null, null}, true));
    }

    @Test
    void aVersionThatIsNotKnownIsRefused() throws IOException {
        byte[] later = bytes(changes());
        later[0] = 9;
        assertThatThrownBy(() -> read(later))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("committable of version 9");
        byte[] laterState = new PendingCommittable(1, changes()).toBytes();
        laterState[0] = 9;
        assertThatThrownBy(() -> PendingCommittable.fromBytes(laterState))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("committer state of version 9");
    }

    private static Committable roundTrip(Committable c) throws IOException {
        return read(bytes(c));
    }

    static byte[] bytes(Committable c) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        CommittableSerializer.INSTANCE.serialize(c, out);
        return out.getCopyOfBuffer();
    }

    private static Committable read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Committable c = CommittableSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        return c;
    }
}
