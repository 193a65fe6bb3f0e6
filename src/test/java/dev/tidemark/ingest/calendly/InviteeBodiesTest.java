package dev.tidemark.ingest.calendly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.contract.Iso8601;
import dev.tidemark.envelope.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InviteeBodiesTest {
    private static final String START = "2026-02-01T10:00:00Z";
    private static final long FIRST = Iso8601.micros("2026-03-01T00:00:00Z");
    private static final long SECOND = Iso8601.micros("2026-03-01T04:00:00Z");

    private final HistoryState state = new HistoryState(HistorySplit.nothingRead());
    private final ObjectNode event = StandInApi.event("a", START);
    private final ObjectNode invitee = StandInApi.invitee("a");

    @BeforeEach
    void begin() {
        state.apply(new Step.Began(Sweep.begin(1, false, FIRST, 0, 0)));
    }

    @Test
    void anActiveInviteeIsACreatedOneAsTheApiGaveIt() throws IOException {
        Envelope e = only(fetch(FIRST));

        JsonNode body = body(e);
        assertThat(body.get("event").asText()).isEqualTo("invitee.created");
        assertThat(body.get("created_at").asText()).isEqualTo("2026-01-01T09:00:01Z");
        assertThat(body.get("payload").get("scheduled_event")).isEqualTo(event);
        ObjectNode rest = body.get("payload").deepCopy();
        rest.remove("scheduled_event");
        assertThat(rest).isEqualTo(invitee);
        assertThat(e.receivedAtMicros()).isEqualTo(FIRST);
        assertThat(e.clockMicros()).isEqualTo(FIRST);
        assertThat(e.position()).isEqualTo("calendly-history/1:2026-02-01T10:00:00Z:E-a:0");
    }

    @Test
    void aCanceledInviteeIsACanceledOneAtTheTimeOfItsCancellation() throws IOException {
        invitee.put("status", "canceled").put("updated_at", "2026-01-03T00:00:00.5Z");
        invitee.putObject("cancellation").put("created_at", "2026-01-02T00:00:00.123456Z");

        JsonNode body = body(only(fetch(FIRST)));

        assertThat(body.get("event").asText()).isEqualTo("invitee.canceled");
        assertThat(body.get("created_at").asText()).isEqualTo("2026-01-02T00:00:00.123456Z");
    }

    @Test
    void aNoShowIsToldBesidesAndItsEndAsOfTheFetch() throws IOException {
        invitee.putObject("no_show").put("created_at", "2026-02-01T11:00:00Z");
        assertThat(kinds(fetch(FIRST))).containsExactly("invitee.created", "invitee_no_show.created");
        assertThat(fetch(SECOND)).isEmpty();

        invitee.putNull("no_show");
        JsonNode body = body(only(fetch(SECOND)));

        assertThat(body.get("event").asText()).isEqualTo("invitee_no_show.deleted");
        assertThat(body.get("created_at").asText()).isEqualTo("2026-03-01T04:00:00Z");
        assertThat(fetch(SECOND)).isEmpty();
    }

    @Test
    void theEndOfANoShowIsNeverOlderThanItsBeginning() throws IOException {
        invitee.putObject("no_show").put("created_at", "2026-03-01T05:00:00Z"); // our clock is behind
        fetch(FIRST);
        invitee.putNull("no_show");

        assertThat(body(only(fetch(SECOND))).get("created_at").asText()).isEqualTo("2026-03-01T05:00:00.000001Z");
    }

    @Test
    void whatDidNotChangeIsNotToldAgain() throws IOException {
        fetch(FIRST);
        // another invitee came and went: nothing of this one's
        event.put("updated_at", "2026-02-28T00:00:00Z");
        event.putObject("invitees_counter").put("total", 2);

        assertThat(fetch(SECOND)).isEmpty();
    }

    @Test
    void anotherHostIsToldUnderAnIdOfItsOwn() throws IOException {
        Envelope before = only(fetch(FIRST));
        ((ObjectNode) event.get("event_memberships").get(0)).put("user", "https://api.calendly.com/users/U2");

        Envelope after = only(fetch(SECOND));

        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(after.id()).startsWith("history:a:invitee.created:");
    }

    @Test
    void amountsKeepTheirDigits() throws IOException {
        invitee.set("payment", HistoryJson.MAPPER.readTree("{\"amount\": 12345678901234567.10}"));

        assertThat(new String(only(fetch(FIRST)).body(), UTF_8)).contains("12345678901234567.10");
    }

    private List<Envelope> fetch(long at) {
        long start = Iso8601.micros(START);
        InviteeBodies bodies = new InviteeBodies(state, "calendly-history", event, start, at);
        bodies.add(invitee);
        state.apply(new Step.EventDone("E-a", start, bodies.seen()));
        return bodies.envelopes();
    }

    private static Envelope only(List<Envelope> envelopes) {
        assertThat(envelopes).hasSize(1);
        return envelopes.get(0);
    }

    private static List<String> kinds(List<Envelope> envelopes) throws IOException {
        List<String> kinds = new ArrayList<>();
        for (Envelope e : envelopes) {
            kinds.add(body(e).get("event").asText());
        }
        return kinds;
    }

    private static JsonNode body(Envelope e) throws IOException {
        return HistoryJson.MAPPER.readTree(e.body());
    }
}
