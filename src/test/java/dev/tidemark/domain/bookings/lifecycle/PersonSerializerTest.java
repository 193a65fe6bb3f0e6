package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static dev.tidemark.domain.bookings.EventBuilder.noShow;
import static dev.tidemark.domain.bookings.EventBuilder.noShowCleared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.bookings.WebhookEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PersonSerializerTest {
    /** Written by release 0.1.0; must be readable by every later one. Never written again. */
    private static final Path V1 = Path.of("src/test/resources/state/Person.v1.bin");

    /** Written when event-type names and meeting ids had come in; never written again. */
    private static final Path V2 = Path.of("src/test/resources/state/Person.v2.bin");

    /** Written when places had come in; never written again. */
    private static final Path V3 = Path.of("src/test/resources/state/Person.v3.bin");

    @Test
    void readsWhatItWrites() throws IOException {
        Person person = everything();

        Person read = read(bytes(person));

        assertThat(read).usingRecursiveComparison().isEqualTo(person);
    }

    @Test
    void readsAPersonOfWhomNothingIsKnown() throws IOException {
        assertThat(read(bytes(new Person()))).usingRecursiveComparison().isEqualTo(new Person());
    }

    @Test
    void readsTheStateOfRelease010() throws IOException {
        Person before = beforeLayout3();
        before.invitees.forEach(i -> {
            i.eventTypeName = null;
            i.meetingId = null;
            i.mapped = false;
        });
        assertThat(read(Files.readAllBytes(V1))).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void readsTheStateOfLayout2() throws IOException {
        assertThat(read(Files.readAllBytes(V2))).usingRecursiveComparison().isEqualTo(beforeLayout3());
    }

    @Test
    void readsTheStateOfLayout3() throws IOException {
        assertThat(read(Files.readAllBytes(V3))).usingRecursiveComparison().isEqualTo(everything());
    }

    @Test
    void refusesTheStateOfANewerRelease() throws IOException {
        byte[] newer = bytes(everything());
        newer[0] = 4;

        assertThatThrownBy(() -> read(newer)).isInstanceOf(IOException.class).hasMessageContaining("newer release");
    }

    @Test
    void aCopySharesNothingThatChanges() {
        Person person = everything();
        Person copy = PersonSerializer.INSTANCE.copy(person);
        assertThat(copy).usingRecursiveComparison().isEqualTo(person);

        copy.changeNumber++;
        copy.find("A").movedAway = false;
        copy.find("B").taken.clear();
        copy.findOrAdd("Z");

        assertThat(person).usingRecursiveComparison().isEqualTo(everything());
    }

    @Test
    void copiesBytesAsTheyAre() throws IOException {
        byte[] bytes = bytes(everything());
        DataOutputSerializer out = new DataOutputSerializer(512);

        PersonSerializer.INSTANCE.copy(new DataInputDeserializer(bytes), out);

        assertThat(out.getCopyOfBuffer()).isEqualTo(bytes);
    }

    /** A value in every field, and none where none may be. */
    private static Person everything() {
        Person p = Follower.of(
                        created("A").campaign("spring"),
                        canceled("A").version("2026-03-03T10:00:00Z").to("B"),
                        created("B").made("2026-03-03T10:00:00Z").from("A"),
                        noShow("B").made("2026-03-03T10:00:00Z").version("2026-03-10T10:00:00Z"),
                        noShowCleared("B").made("2026-03-03T10:00:00Z").version("2026-03-10T11:00:00Z"),
                        created("X").hosts(),
                        canceled("X").version("2026-03-04T10:00:00Z"),
                        created("Y").from("W"))
                .person;
        p.find("B").held = true;
        p.find("B").mapped = true;
        p.find("A").eventTypeName = "Introduction";
        p.find("B").location = -42;
        p.find("X").campaign = "sommer \u00e9\u4e2d";
        return p;
    }

    /** Without places, and when a created invitee did not yet tell that it was no no-show by then. */
    private static Person beforeLayout3() {
        Person p = everything();
        for (Invitee i : p.invitees) {
            i.location = WebhookEvent.NO_LOCATION;
            i.noShowClearedVersion = i.id.equals("B") ? i.noShowClearedVersion : Invitee.NEVER;
        }
        return p;
    }

    private static byte[] bytes(Person person) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        PersonSerializer.INSTANCE.serialize(person, out);
        return out.getCopyOfBuffer();
    }

    private static Person read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Person person = PersonSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        return person;
    }
}
