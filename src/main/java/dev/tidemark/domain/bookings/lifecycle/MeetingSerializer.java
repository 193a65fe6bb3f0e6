package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.table.RowCodec.readVarInt;
import static dev.tidemark.table.RowCodec.writeVarInt;

import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.state.BytesSerializer;
import dev.tidemark.state.BytesTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes a {@link Meeting} into keyed state. */
public final class MeetingSerializer extends BytesSerializer<Meeting> {
    private static final long serialVersionUID = 1L;
    static final MeetingSerializer INSTANCE = new MeetingSerializer();
    static final BytesTypeInfo<Meeting> TYPE = new BytesTypeInfo<>(Meeting.class, INSTANCE);
    private static final MeetingOutcome[] OUTCOMES = MeetingOutcome.values();

    @Override
    protected int version() {
        return 1;
    }

    @Override
    protected void write(Meeting m, DataOutput out) throws IOException {
        writeVarInt(m.parts().size(), out);
        for (Map.Entry<Meeting.Part, Integer> e : m.parts().entrySet()) {
            Meeting.Plan plan = e.getKey().plan();
            out.writeLong(plan.startMicros());
            out.writeLong(plan.endMicros());
            WebhookEventSerializer.writeHosts(plan.hosts(), out);
            out.writeByte(e.getKey().outcome().ordinal());
            writeVarInt(e.getValue(), out);
        }
    }

    @Override
    protected Meeting read(int version, DataInput in) throws IOException {
        Map<Meeting.Part, Integer> parts = new HashMap<>();
        for (int n = readVarInt(in); n > 0; n--) {
            Meeting.Plan plan = new Meeting.Plan(in.readLong(), in.readLong(), WebhookEventSerializer.readHosts(in));
            parts.put(new Meeting.Part(plan, OUTCOMES[in.readByte()]), readVarInt(in));
        }
        return new Meeting(parts);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Meeting createInstance() {
        return Meeting.NONE;
    }

    @Override
    public Meeting copy(Meeting from) {
        return from;
    }

    @Override
    public TypeSerializerSnapshot<Meeting> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Recorded in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Meeting> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
