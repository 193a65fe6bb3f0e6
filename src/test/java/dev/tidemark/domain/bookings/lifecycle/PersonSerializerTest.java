package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.lifecycle.LifecycleStates.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PersonSerializerTest {
    @Test
    void readsWhatItWrites() throws IOException {
        Person person = person();

        Person read = read(bytes(person));

        assertThat(read).usingRecursiveComparison().isEqualTo(person);
    }

    @Test
    void readsAPersonOfWhomNothingIsKnown() throws IOException {
        assertThat(read(bytes(new Person()))).usingRecursiveComparison().isEqualTo(new Person());
    }

    @Test
    void refusesTheStateOfANewerRelease() throws IOException {
        byte[] newer = bytes(person());
        newer[0]++;

        assertThatThrownBy(() -> read(newer)).isInstanceOf(IOException.class).hasMessageContaining("newer release");
    }

    @Test
    void aCopySharesNothingThatChanges() {
        Person person = person();
        Person copy = PersonSerializer.INSTANCE.copy(person);
        assertThat(copy).usingRecursiveComparison().isEqualTo(person);

        copy.changeNumber++;
        copy.find("A").movedAway = false;
        copy.find("B").taken.clear();
        copy.findOrAdd("Z");

        assertThat(person).usingRecursiveComparison().isEqualTo(person());
    }

    @Test
    void copiesBytesAsTheyAre() throws IOException {
        byte[] bytes = bytes(person());
        DataOutputSerializer out = new DataOutputSerializer(512);

        PersonSerializer.INSTANCE.copy(new DataInputDeserializer(bytes), out);

        assertThat(out.getCopyOfBuffer()).isEqualTo(bytes);
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
