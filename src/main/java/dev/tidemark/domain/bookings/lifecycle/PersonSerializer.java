package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.table.RowCodec.readNullableString;
import static dev.tidemark.table.RowCodec.readString;
import static dev.tidemark.table.RowCodec.readVarInt;
import static dev.tidemark.table.RowCodec.writeNullableString;
import static dev.tidemark.table.RowCodec.writeString;
import static dev.tidemark.table.RowCodec.writeVarInt;

import dev.tidemark.domain.bookings.EventKind;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.state.BytesSerializer;
import dev.tidemark.state.BytesTypeInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Writes a {@link Person} into keyed state. */
public final class PersonSerializer extends BytesSerializer<Person> {
    private static final long serialVersionUID = 1L;
    static final PersonSerializer INSTANCE = new PersonSerializer();
    static final BytesTypeInfo<Person> TYPE = new BytesTypeInfo<>(Person.class, INSTANCE);
    private static final EventKind[] KINDS = EventKind.values();

    private static final int MOVED_AWAY = 1;
    private static final int HELD = 2;
    private static final int MAPPED = 4;

    @Override
    protected int version() {
        return 3;
    }

    @Override
    protected void write(Person p, DataOutput out) throws IOException {
        out.writeLong(p.changeNumber);
        writeVarInt(p.invitees.size(), out);
        for (Invitee i : p.invitees) {
            writeString(i.id, out);
            writeNullableString(i.oldId, out);
            writeNullableString(i.newId, out);
            out.writeByte((i.movedAway ? MOVED_AWAY : 0) | (i.held ? HELD : 0) | (i.mapped ? MAPPED : 0));
            out.writeLong(i.createdAt);
            writeNullableString(i.eventType, out);
            writeNullableString(i.utmCampaign, out);
            writeNullableString(i.channel, out);
            writeNullableString(i.campaign, out);
            out.writeLong(i.meetingVersion);
            out.writeLong(i.meetingStart);
            out.writeLong(i.meetingEnd);
            WebhookEventSerializer.writeHosts(i.hosts, out);
            out.writeLong(i.activeVersion);
            out.writeLong(i.canceledVersion);
            out.writeLong(i.noShowVersion);
            out.writeLong(i.noShowClearedVersion);
            writeVarInt(i.taken.size(), out);
            for (Invitee.Taken t : i.taken) {
                out.writeByte(t.kind().ordinal());
                out.writeLong(t.version());
            }
            writeNullableString(i.eventTypeName, out);
            writeNullableString(i.meetingId, out);
            out.writeInt(i.location);
        }
    }

    @Override
    protected Person read(int version, DataInput in) throws IOException {
        Person p = new Person();
        p.changeNumber = in.readLong();
        for (int n = readVarInt(in); n > 0; n--) {
            Invitee i = new Invitee(readString(in));
            i.oldId = readNullableString(in);
            i.newId = readNullableString(in);
            int flags = in.readByte();
            i.movedAway = (flags & MOVED_AWAY) != 0;
            i.held = (flags & HELD) != 0;
            i.mapped = (flags & MAPPED) != 0;
            i.createdAt = in.readLong();
            i.eventType = readNullableString(in);
            i.utmCampaign = readNullableString(in);
            i.channel = readNullableString(in);
            i.campaign = readNullableString(in);
            i.meetingVersion = in.readLong();
            i.meetingStart = in.readLong();
            i.meetingEnd = in.readLong();
            i.hosts = WebhookEventSerializer.readHosts(in);
            i.activeVersion = in.readLong();
            i.canceledVersion = in.readLong();
            i.noShowVersion = in.readLong();
            i.noShowClearedVersion = in.readLong();
            for (int t = readVarInt(in); t > 0; t--) {
                i.taken.add(new Invitee.Taken(KINDS[in.readByte()], in.readLong()));
            }
            if (version >= 2) {
                i.eventTypeName = readNullableString(in);
                i.meetingId = readNullableString(in);
            }
            if (version >= 3) {
                i.location = in.readInt();
            }
            p.invitees.add(i);
        }
        return p;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public Person createInstance() {
        return new Person();
    }

    @Override
    public Person copy(Person from) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            write(from, new DataOutputStream(bytes));
            return read(version(), new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TypeSerializerSnapshot<Person> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Recorded in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Person> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
