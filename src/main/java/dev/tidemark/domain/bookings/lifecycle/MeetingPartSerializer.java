package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.table.RowCodec.readString;
import static dev.tidemark.table.RowCodec.writeString;

import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.state.BytesSerializer;
import dev.tidemark.state.BytesTypeInfo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes {@link MeetingPart}s between bookings and meetings. */
public final class MeetingPartSerializer extends BytesSerializer<MeetingPart> {
    private static final long serialVersionUID = 1L;
    static final MeetingPartSerializer INSTANCE = new MeetingPartSerializer();
    public static final BytesTypeInfo<MeetingPart> TYPE = new BytesTypeInfo<>(MeetingPart.class, INSTANCE);
    private static final MeetingOutcome[] OUTCOMES = MeetingOutcome.values();

    @Override
    protected int version() {
        return 1;
    }

    @Override
    protected void write(MeetingPart p, DataOutput out) throws IOException {
        writeString(p.meetingId(), out);
        out.writeLong(p.startMicros());
        out.writeLong(p.endMicros());
        WebhookEventSerializer.writeHosts(p.hosts(), out);
        out.writeByte(p.outcome().ordinal());
        out.writeByte(p.sign());
    }

    @Override
    protected MeetingPart read(int version, DataInput in) throws IOException {
        return new MeetingPart(
                readString(in),
                in.readLong(),
                in.readLong(),
                WebhookEventSerializer.readHosts(in),
                OUTCOMES[in.readByte()],
                in.readByte());
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public MeetingPart createInstance() {
        return null;
    }

    @Override
    public MeetingPart copy(MeetingPart from) {
        return from;
    }

    @Override
    public TypeSerializerSnapshot<MeetingPart> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Recorded in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<MeetingPart> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
