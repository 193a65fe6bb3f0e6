package dev.tidemark.domain.bookings.reference;

import static dev.tidemark.table.RowCodec.readNullableString;
import static dev.tidemark.table.RowCodec.readString;
import static dev.tidemark.table.RowCodec.readVarInt;
import static dev.tidemark.table.RowCodec.writeNullableString;
import static dev.tidemark.table.RowCodec.writeString;
import static dev.tidemark.table.RowCodec.writeVarInt;

import dev.tidemark.state.BytesSerializer;
import dev.tidemark.state.BytesTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes an {@link EventTypeMapping} into broadcast state; version 1 did not say since when it was known. */
public final class EventTypeMappingSerializer extends BytesSerializer<EventTypeMapping> {
    private static final long serialVersionUID = 1L;
    public static final EventTypeMappingSerializer INSTANCE = new EventTypeMappingSerializer();
    public static final BytesTypeInfo<EventTypeMapping> TYPE = new BytesTypeInfo<>(EventTypeMapping.class, INSTANCE);

    @Override
    protected int version() {
        return 2;
    }

    @Override
    protected void write(EventTypeMapping mapping, DataOutput out) throws IOException {
        writeVarInt(mapping.entries().size(), out);
        for (EventTypeMapping.Entry e : mapping.entries()) {
            writeString(e.eventType(), out);
            writeString(e.channel(), out);
            writeNullableString(e.campaign(), out);
            out.writeInt(e.validFromDay());
            out.writeInt(e.validToDay());
        }
        out.writeLong(mapping.knownAtMicros());
    }

    @Override
    protected EventTypeMapping read(int version, DataInput in) throws IOException {
        List<EventTypeMapping.Entry> entries = new ArrayList<>();
        for (int n = readVarInt(in); n > 0; n--) {
            entries.add(new EventTypeMapping.Entry(
                    readString(in), readString(in), readNullableString(in), in.readInt(), in.readInt()));
        }
        return new EventTypeMapping(entries, version == 1 ? Long.MIN_VALUE : in.readLong());
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public EventTypeMapping createInstance() {
        return new EventTypeMapping(List.of());
    }

    @Override
    public EventTypeMapping copy(EventTypeMapping from) {
        return from;
    }

    @Override
    public TypeSerializerSnapshot<EventTypeMapping> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Recorded in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EventTypeMapping> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
