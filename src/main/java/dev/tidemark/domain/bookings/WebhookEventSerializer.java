package dev.tidemark.domain.bookings;

import static dev.tidemark.table.RowCodec.readNullableString;
import static dev.tidemark.table.RowCodec.readString;
import static dev.tidemark.table.RowCodec.readVarInt;
import static dev.tidemark.table.RowCodec.writeNullableString;
import static dev.tidemark.table.RowCodec.writeString;
import static dev.tidemark.table.RowCodec.writeVarInt;

import dev.tidemark.state.BytesSerializer;
import dev.tidemark.state.BytesTypeInfo;
import dev.tidemark.table.RowCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes {@link WebhookEvent}s between the decoder and the lifecycle. */
public final class WebhookEventSerializer extends BytesSerializer<WebhookEvent> {
    private static final long serialVersionUID = 1L;
    public static final WebhookEventSerializer INSTANCE = new WebhookEventSerializer();
    public static final BytesTypeInfo<WebhookEvent> TYPE = new BytesTypeInfo<>(WebhookEvent.class, INSTANCE);
    private static final EventKind[] KINDS = EventKind.values();
    private static final RowCodec ROW = new RowCodec(BookingTables.SILVER_EVENTS);

    @Override
    protected int version() {
        return 1;
    }

    @Override
    protected void write(WebhookEvent e, DataOutput out) throws IOException {
        out.writeByte(e.kind().ordinal());
        writeString(e.deliveryId(), out);
        writeString(e.personKey(), out);
        writeString(e.inviteeId(), out);
        writeNullableString(e.oldInviteeId(), out);
        writeNullableString(e.newInviteeId(), out);
        out.writeBoolean(e.rescheduled());
        out.writeBoolean(e.active());
        out.writeLong(e.versionMicros());
        out.writeLong(e.createdAtMicros());
        out.writeLong(e.eventCreatedAtMicros());
        out.writeLong(e.receivedAtMicros());
        writeString(e.eventType(), out);
        writeNullableString(e.utmCampaign(), out);
        out.writeLong(e.meetingStartMicros());
        out.writeLong(e.meetingEndMicros());
        writeHosts(e.hosts(), out);
        writeNullableString(e.reason(), out);
        writeNullableString(e.cancelerType(), out);
        ROW.write(e.silver(), out);
    }

    @Override
    protected WebhookEvent read(int version, DataInput in) throws IOException {
        return new WebhookEvent(
                KINDS[in.readByte()],
                readString(in),
                readString(in),
                readString(in),
                readNullableString(in),
                readNullableString(in),
                in.readBoolean(),
                in.readBoolean(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readString(in),
                readNullableString(in),
                in.readLong(),
                in.readLong(),
                readHosts(in),
                readNullableString(in),
                readNullableString(in),
                ROW.read(in));
    }

    public static void writeHosts(List<Host> hosts, DataOutput out) throws IOException {
        writeVarInt(hosts.size(), out);
        for (Host h : hosts) {
            writeString(h.userId(), out);
            writeNullableString(h.email(), out);
            writeNullableString(h.name(), out);
        }
    }

    public static List<Host> readHosts(DataInput in) throws IOException {
        int n = readVarInt(in);
        List<Host> hosts = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            hosts.add(new Host(readString(in), readNullableString(in), readNullableString(in)));
        }
        return hosts;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public WebhookEvent createInstance() {
        return null;
    }

    @Override
    public WebhookEvent copy(WebhookEvent from) {
        return from;
    }

    @Override
    public TypeSerializerSnapshot<WebhookEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Recorded in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<WebhookEvent> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
