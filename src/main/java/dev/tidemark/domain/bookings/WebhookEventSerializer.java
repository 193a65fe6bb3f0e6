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
    private static final String FEED_OF_VERSION_1 = "calendly-webhooks";
    private static final int EVENT_NAME = BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_name");
    private static final int EVENT_URI = BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_uri");
    private static final RowCodec ROW = new RowCodec(BookingTables.SILVER_EVENTS);

    @Override
    protected int version() {
        return 2;
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
        writeString(e.feed(), out);
        writeNullableString(e.eventTypeName(), out);
        writeNullableString(e.meetingId(), out);
    }

    @Override
    protected WebhookEvent read(int version, DataInput in) throws IOException {
        EventKind kind = KINDS[in.readByte()];
        String deliveryId = readString(in);
        String personKey = readString(in);
        String inviteeId = readString(in);
        String oldInviteeId = readNullableString(in);
        String newInviteeId = readNullableString(in);
        boolean rescheduled = in.readBoolean();
        boolean active = in.readBoolean();
        long versionMicros = in.readLong();
        long createdAt = in.readLong();
        long eventCreatedAt = in.readLong();
        long receivedAt = in.readLong();
        String eventType = readString(in);
        String utmCampaign = readNullableString(in);
        long meetingStart = in.readLong();
        long meetingEnd = in.readLong();
        List<Host> hosts = readHosts(in);
        String reason = readNullableString(in);
        String cancelerType = readNullableString(in);
        Object[] silver = ROW.read(in);
        boolean hasFeed = version >= 2;
        return new WebhookEvent(
                kind,
                hasFeed ? readString(in) : FEED_OF_VERSION_1,
                deliveryId,
                personKey,
                inviteeId,
                oldInviteeId,
                newInviteeId,
                rescheduled,
                active,
                versionMicros,
                createdAt,
                eventCreatedAt,
                receivedAt,
                eventType,
                hasFeed ? readNullableString(in) : (String) silver[EVENT_NAME],
                utmCampaign,
                hasFeed ? readNullableString(in) : lastPart((String) silver[EVENT_URI]),
                meetingStart,
                meetingEnd,
                hosts,
                reason,
                cancelerType,
                silver);
    }

    private static String lastPart(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
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
