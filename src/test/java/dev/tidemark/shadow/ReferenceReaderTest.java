package dev.tidemark.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.shadow.ReferenceRecord.HostRows;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the reference reads one body. */
class ReferenceReaderTest {
    private final ReferenceReader reader = new ReferenceReader();

    @ParameterizedTest
    @CsvSource({"0,0,0,0,1", "1,0,1,0,1", "5,0,1,0,5", "2,3,1,0,6", "3,0,2,0,6", "5,2,1,20,200", "2,2,2,17,136"})
    void everyArrayIsExploded(int questions, int guests, int hosts, int dialInNumbers, long rows) {
        assertThat(read(Body.created("a").exploding(questions, guests, hosts, dialInNumbers))
                        .rows())
                .isEqualTo(rows);
    }

    @Test
    void arraysThatNobodyExpectedAreExplodedToo() {
        Body body = Body.created("a").exploding(3, 0, 1, 0);
        body.payload.putObject("consent").putArray("texts").add("email").addNull();

        assertThat(read(body).rows()).isEqualTo(6);
    }

    @Test
    void anArrayInsideAnArrayMakesRowsOfItsOwnElement() {
        Body body = Body.created("a").exploding(0, 0, 0, 0);
        body.event
                .withArray("event_guests")
                .addObject()
                .putArray("phones")
                .add("1")
                .add("2")
                .add("3");
        body.event.withArray("event_guests").addObject();

        assertThat(read(body).rows()).isEqualTo(4);
    }

    @Test
    void everyHostHasItsShareOfTheRows() {
        assertThat(read(Body.created("a").exploding(3, 0, 2, 4)).hosts())
                .containsExactly(new HostRows("host-0", 12), new HostRows("host-1", 12));
        assertThat(read(Body.created("a").exploding(3, 0, 0, 0)).hosts()).containsExactly(new HostRows(null, 3));
    }

    @Test
    void countsWhateverCallsItselfCreated() {
        assertThat(read(Body.created("a")).counts()).isTrue();
        assertThat(read(Body.created("b").movedFrom("a")).counts()).isTrue();
        assertThat(read(Body.canceled("a")).counts()).isFalse();
        assertThat(read(Body.noShow("a")).counts()).isFalse();
    }

    @Test
    void whatItCannotReadIsNullAndCountedAllTheSame() {
        Body noStart = Body.created("a");
        noStart.event.put("start_time", "tomorrow at noon");
        Body numberForStart = Body.created("a");
        numberForStart.event.put("start_time", 1_768_400_000L);
        Body textForPayload = Body.created("a");
        textForPayload.root.put("payload", "see attachment");
        for (Body body : new Body[] {noStart, numberForStart, textForPayload}) {
            assertThat(read(body).counts()).isTrue();
            assertThat(read(body).startMicros()).isEqualTo(ReferenceRecord.UNREADABLE);
        }
        assertThat(read(textForPayload).channel()).isEqualTo("others");
        assertThat(reader.read("{\"event\": \"invitee.cr".getBytes(UTF_8))).isNull();
        assertThat(reader.read("[]".getBytes(UTF_8))).isNull();
        assertThat(reader.read(new byte[0])).isNull();
    }

    @Test
    void theStartIsAnInstantWhateverItsOffset() {
        long micros = read(Body.created("a").meets("2026-01-21T02:30:00.000000+05:30", "2026-01-21T03:00:00Z"))
                .startMicros();

        assertThat(micros).isEqualTo(Instant.parse("2026-01-20T21:00:00Z").getEpochSecond() * 1_000_000);
    }

    @Test
    void itKnowsThreeEventTypes() {
        assertThat(read(Body.created("a")).channel()).isEqualTo("facebook");
        assertThat(read(Body.created("a").of(Body.TIKTOK)).channel()).isEqualTo("tiktok");
        assertThat(read(Body.created("a").of(Body.TIKTOK + "x")).channel()).isEqualTo("others");
    }

    @Test
    void aBodyMadeToExplodeDoesNotWrapTheCountAround() {
        Body body = Body.created("a");
        for (int i = 0; i < 30; i++) {
            body.payload
                    .putArray("a" + i)
                    .add(1)
                    .add(2)
                    .add(3)
                    .add(4)
                    .add(5)
                    .add(6)
                    .add(7)
                    .add(8);
        }

        assertThat(read(body).rows()).isEqualTo(1_000_000_000_000L);
    }

    private ReferenceRecord read(Body body) {
        return reader.read(body.bytes());
    }
}
