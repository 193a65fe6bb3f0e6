package dev.tidemark.domain.bookings.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.table.RowCodec;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class EventTypeMappingSerializerTest {

    @Test
    void stateOfTheFirstReleaseWasKnownFromTheBeginning() throws Exception {
        DataOutputSerializer stored = new DataOutputSerializer(64);
        stored.writeByte(1);
        RowCodec.writeVarInt(1, stored);
        RowCodec.writeString("uri", stored);
        RowCodec.writeString("blog", stored);
        RowCodec.writeNullableString(null, stored);
        stored.writeInt(3);
        stored.writeInt(5);

        EventTypeMapping read =
                EventTypeMappingSerializer.INSTANCE.deserialize(new DataInputDeserializer(stored.getCopyOfBuffer()));

        assertThat(read)
                .isEqualTo(new EventTypeMapping(
                        List.of(new EventTypeMapping.Entry("uri", "blog", null, 3, 5)), Long.MIN_VALUE));
    }
}
