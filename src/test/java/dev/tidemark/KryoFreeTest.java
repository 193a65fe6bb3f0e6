package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GroupKey;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.domain.bookings.lifecycle.MeetingPart;
import dev.tidemark.domain.bookings.lifecycle.MeetingPartSerializer;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.reference.EventTypeMappingSerializer;
import dev.tidemark.domain.bookings.spend.SpendKey;
import dev.tidemark.domain.bookings.spend.SpendRevisions;
import dev.tidemark.domain.bookings.spend.SpendRow;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.gold.Contribution;
import dev.tidemark.ingest.polled.PolledFile;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that crosses from operator to operator, or lies in state, is written without Kryo, nulls included. */
class KryoFreeTest {

    static Stream<Arguments> types() {
        Envelope unsigned =
                new Envelope("feed", "id", 1, null, new byte[] {1, 2}, "position", 2, Envelope.Origin.PULLED, null);
        Envelope broken = new Envelope(
                "feed",
                "id",
                1,
                "t=1,v1=ff",
                new byte[0],
                "position",
                2,
                Envelope.Origin.PUSHED,
                Envelope.BAD_ENVELOPE);
        EventTypeMapping mapping = EventTypeMapping.shipped();
        return Stream.of(
                of(TypeInformation.of(Envelope.class), unsigned),
                of(TypeInformation.of(Envelope.class), broken),
                of(TypeInformation.of(GroupKey.class), new GroupKey("table", 20_000)),
                of(TypeInformation.of(CellKey.class), new CellKey(1, 2, "channel", "")),
                of(
                        TypeInformation.of(Contribution.class),
                        new Contribution(new GroupKey("t", -1), CellKey.channel("c"), new long[] {1, Long.MIN_VALUE})),
                of(TypeInformation.of(SpendRow.class), new SpendRow(1, "channel", 2, 3, "file", 4)),
                of(TypeInformation.of(SpendKey.class), new SpendKey(1, "channel")),
                of(TypeInformation.of(SpendRevisions.class), new SpendRevisions(2, 3, 4, new int[] {1}, new long[] {5
                })),
                of(PolledFile.TYPE, new PolledFile("name", "version", 1, new byte[] {1, 2})),
                of(PolledFile.TYPE, new PolledFile("name", "version", 1, Long.MIN_VALUE, new byte[0], 5)),
                of(PolledFile.TYPE, PolledFile.END_OF_REPLAY),
                of(WebhookEventSerializer.TYPE, Samples.event("10_")),
                of(
                        MeetingPartSerializer.TYPE,
                        new MeetingPart("M", 1, 2, List.of(new Host("u", null, null)), MeetingOutcome.NO_SHOW, -1)),
                of(EventTypeMappingSerializer.TYPE, mapping),
                of(EventTypeMappingSerializer.TYPE, new EventTypeMapping(List.of(), 7)));
    }

    private static <T> Arguments of(TypeInformation<T> type, T value) {
        return Arguments.of(type, value);
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void isWrittenAndReadWithoutKryo(TypeInformation<T> type, T value) throws IOException {
        SerializerConfigImpl noKryo = new SerializerConfigImpl();
        noKryo.setGenericTypes(false);

        assertThat(type).isNotInstanceOf(GenericTypeInfo.class);
        TypeSerializer<T> serializer = type.createSerializer(noKryo);

        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        T read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(read).usingRecursiveComparison().isEqualTo(value);
        assertThat(serializer.copy(value)).usingRecursiveComparison().isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void itsSerializerIsFoundAgainInASavepoint(TypeInformation<T> type, T value) throws Exception {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());

        TypeSerializer<T> restored = serializer.snapshotConfiguration().restoreSerializer();

        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        assertThat(restored.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .usingRecursiveComparison()
                .isEqualTo(value);
    }
}
