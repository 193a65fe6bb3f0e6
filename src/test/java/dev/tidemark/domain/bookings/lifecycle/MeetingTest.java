package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.MeetingOutcome.CANCELED;
import static dev.tidemark.domain.bookings.MeetingOutcome.KEPT;
import static dev.tidemark.domain.bookings.MeetingOutcome.NO_SHOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.MeetingView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeetingTest {
    private static final List<Host> ANN = List.of(new Host("ann", "ann@example.test", "Ann"));
    private static final List<Host> BOB = List.of(new Host("bob", null, null), new Host("ann", null, "Ann"));

    private static MeetingPart part(long start, List<Host> hosts, MeetingOutcome outcome) {
        return new MeetingPart("M", start, start + 10, hosts, outcome, 1);
    }

    private static Meeting of(MeetingPart... parts) {
        Meeting m = Meeting.NONE;
        for (MeetingPart p : parts) {
            m = m.with(p);
        }
        return m;
    }

    @Test
    void isNothingWithoutABooking() {
        assertThat(Meeting.NONE.view("M")).isNull();
        assertThat(of(part(1, ANN, KEPT), part(1, ANN, KEPT).takenBack())).isEqualTo(Meeting.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "KEPT, KEPT, KEPT, KEPT",
        "KEPT, CANCELED, NO_SHOW, KEPT",
        "NO_SHOW, CANCELED, NO_SHOW, NO_SHOW",
        "NO_SHOW, CANCELED, CANCELED, NO_SHOW",
        "CANCELED, CANCELED, CANCELED, CANCELED"
    })
    void theBookingsDecideTogether(MeetingOutcome a, MeetingOutcome b, MeetingOutcome c, MeetingOutcome together) {
        assertThat(of(part(1, ANN, a), part(1, ANN, b), part(1, ANN, c)).view("M"))
                .isEqualTo(new MeetingView("M", 1, 11, ANN, together));
    }

    @Test
    void mostOfThoseWhoDidNotCancelSayWhenItIs() {
        Meeting m = of(part(1, ANN, CANCELED), part(1, ANN, CANCELED), part(2, BOB, KEPT));
        assertThat(m.view("M").startMicros()).isEqualTo(2);

        m = m.with(part(3, ANN, KEPT)).with(part(3, ANN, NO_SHOW));
        assertThat(m.view("M")).isEqualTo(new MeetingView("M", 3, 13, ANN, KEPT));
    }

    @Test
    void takingBackWhatIsNotKnownChangesNothing() {
        Meeting m = of(part(1, ANN, KEPT));

        assertThat(m.with(part(2, ANN, KEPT).takenBack())).isEqualTo(m);
        assertThat(Meeting.NONE.with(part(2, ANN, KEPT).takenBack())).isEqualTo(Meeting.NONE);
    }

    @Property(tries = 300)
    void theOrderOfItsPartsDoesNotMatter(@ForAll Random random) {
        List<MeetingPart> staying = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            staying.add(part(
                    random.nextInt(2), random.nextBoolean() ? ANN : BOB, MeetingOutcome.values()[random.nextInt(3)]));
        }
        MeetingPart passing = part(random.nextInt(2), ANN, KEPT);
        List<MeetingPart> shuffled = new ArrayList<>(staying);
        Collections.shuffle(shuffled, random);
        int comes = random.nextInt(shuffled.size() + 1);
        shuffled.add(comes, passing);
        shuffled.add(random.nextInt(comes + 1, shuffled.size() + 1), passing.takenBack());

        assertThat(of(shuffled.toArray(MeetingPart[]::new)).view("M"))
                .isEqualTo(of(staying.toArray(MeetingPart[]::new)).view("M"));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        assertThat(read(bytes(LifecycleStates.meeting()))).isEqualTo(LifecycleStates.meeting());
        assertThat(read(bytes(Meeting.NONE))).isEqualTo(Meeting.NONE);
    }

    @Test
    void refusesTheStateOfANewerRelease() throws IOException {
        byte[] newer = bytes(LifecycleStates.meeting());
        newer[0]++;

        assertThatThrownBy(() -> read(newer)).isInstanceOf(IOException.class).hasMessageContaining("newer release");
    }

    private static byte[] bytes(Meeting meeting) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        MeetingSerializer.INSTANCE.serialize(meeting, out);
        return out.getCopyOfBuffer();
    }

    private static Meeting read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Meeting meeting = MeetingSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        return meeting;
    }
}
