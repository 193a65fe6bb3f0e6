package dev.tidemark.domain.bookings.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.EventKind;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.silver.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookDecoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode body = tree(Samples.body("10_"));
    private final ObjectNode payload = (ObjectNode) body.get("payload");
    private final ObjectNode event = (ObjectNode) payload.get("scheduled_event");

    @Test
    void fillsTheEventOfAPlainBooking() {
        WebhookEvent e = accepted();

        assertThat(e.kind()).isEqualTo(EventKind.CREATED);
        assertThat(e.deliveryId()).isEqualTo("d1");
        assertThat(e.inviteeId()).isEqualTo("1a2b3c4d-5e6f-4a7b-8c9d-000000000001");
        assertThat(e.oldInviteeId()).isNull();
        assertThat(e.newInviteeId()).isNull();
        assertThat(e.rescheduled()).isFalse();
        assertThat(e.active()).isTrue();
        assertThat(e.createdAtMicros()).isEqualTo(micros("2026-10-12T15:04:05Z"));
        assertThat(e.versionMicros()).isEqualTo(micros("2026-10-12T15:04:05Z"));
        assertThat(e.eventCreatedAtMicros()).isEqualTo(micros("2026-10-12T15:04:05Z"));
        assertThat(e.receivedAtMicros()).isEqualTo(Samples.RECEIVED);
        assertThat(e.meetingStartMicros()).isEqualTo(micros("2026-10-14T21:00:00Z"));
        assertThat(e.meetingEndMicros()).isEqualTo(micros("2026-10-14T21:30:00Z"));
        assertThat(e.eventType())
                .isEqualTo("https://api.calendly.com/event_types/dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098");
        assertThat(e.utmCampaign()).isEqualTo("spring");
        assertThat(e.hosts())
                .containsExactly(new Host("9c5f2b1e-3d4a-4f6b-8e7c-1a2b3c4d5e6f", "coach@example.test", "Coach Host"));
        assertThat(e.personKey()).isEqualTo(Samples.personKeys().of("lee.fictional@example.test"));
    }

    @Test
    void fillsTheDerivedColumnsOfSilver() {
        WebhookDecoder inTokyo = new WebhookDecoder(Samples.personKeys(), new ReportingTime(ZoneId.of("Asia/Tokyo")));

        WebhookEvent e = inTokyo.decode(Samples.envelope("d1", bytes())).event();

        int day = (int) LocalDate.of(2026, 10, 13).toEpochDay();
        assertThat(column(e, "booking_date")).isEqualTo(day);
        assertThat(column(e, "event_date")).isEqualTo(day);
        assertThat(column(e, "ingestion_time")).isEqualTo(Samples.RECEIVED);
        assertThat(column(e, "ingestion_date"))
                .isEqualTo((int) LocalDate.of(2026, 11, 1).toEpochDay());
        assertThat(column(e, "meeting_duration_minutes")).isEqualTo(30L);
        assertThat(column(e, "employee_email")).isEqualTo("coach@example.test");
        assertThat(column(e, "event_start_time")).isEqualTo(micros("2026-10-14T21:00:00Z"));
        assertThat(column(e, "invitee_id")).isEqualTo("1a2b3c4d-5e6f-4a7b-8c9d-000000000001");
        assertThat(column(e, "person_key")).isEqualTo(e.personKey()).isEqualTo(column(e, "data_payload_email"));
        assertThat(column(e, "is_valid_record")).isEqualTo(true);
        assertThat(column(e, "delivery_id")).isEqualTo("d1");
        assertThat(column(e, "data_payload_scheduled_event_location_location")).isEqualTo("Academy");
    }

    @Test
    void keepsOneRowHoweverManyAnswersHostsGuestsAndNumbers() {
        ArrayNode answers = payload.putArray("questions_and_answers");
        for (int i = 0; i < 3; i++) {
            answers.addObject().put("question", "Q" + i).put("answer", "A" + i).put("position", i);
        }
        ArrayNode hosts = event.putArray("event_memberships");
        ArrayNode guests = event.putArray("event_guests");
        for (int i = 0; i < 2; i++) {
            hosts.addObject()
                    .put("user", "https://api.calendly.com/users/U" + i)
                    .put("user_email", "host" + i + "@example.test");
            guests.addObject().put("email", "Guest" + i + "@example.test").put("created_at", "2026-10-12T15:04:05Z");
        }
        ArrayNode numbers = event.putObject("location")
                .put("type", "zoom_conference")
                .putObject("data")
                .put("id", 8675309123L)
                .putObject("settings")
                .putArray("global_dial_in_numbers");
        for (int i = 0; i < 17; i++) {
            numbers.addObject()
                    .put("number", "+1 202-555-01" + i)
                    .put("country", "US")
                    .put("type", "toll");
        }

        WebhookEvent e = accepted();

        assertThat(array(e, "data_payload_questions_and_answers"))
                .hasSize(3)
                .last()
                .isEqualTo(new Object[] {"Q2", "A2", 2});
        assertThat(array(e, "data_payload_scheduled_event_event_memberships")).hasSize(2);
        assertThat(array(e, "data_payload_scheduled_event_event_guests"))
                .hasSize(2)
                .last()
                .isEqualTo(new Object[] {
                    Samples.personKeys().of("guest1@example.test"), micros("2026-10-12T15:04:05Z"), null
                });
        assertThat(array(e, "data_payload_scheduled_event_location_data_settings_global_dial_in_numbers"))
                .hasSize(17)
                .last()
                .isEqualTo(new Object[] {"+1 202-555-0116", "US", "toll", null, null});
        assertThat(column(e, "data_payload_scheduled_event_location_data_id")).isEqualTo("8675309123");
        assertThat(e.hosts()).extracting(Host::userId).containsExactly("U0", "U1");
    }

    @Test
    void takesAConferenceIdAsText() {
        event.putObject("location").putObject("data").put("id", " 867 ");

        assertThat(column(accepted(), "data_payload_scheduled_event_location_data_id"))
                .isEqualTo("867");
    }

    @ParameterizedTest
    @CsvSource({
        "invitee.created, 2026-10-12T15:04:05Z",
        "invitee.canceled, 2026-10-20T01:00:00Z",
        "invitee_no_show.created, 2026-10-21T01:00:00Z",
        "invitee_no_show.deleted, 2026-10-22T01:00:00Z"
    })
    void takesTheVersionFromWhereItsKindSaysIt(String kind, String version) {
        body.put("event", kind).put("created_at", "2026-10-22T01:00:00Z");
        payload.putObject("cancellation").put("created_at", "2026-10-20T01:00:00Z");
        payload.putObject("no_show").put("created_at", "2026-10-21T01:00:00Z");

        assertThat(accepted().versionMicros()).isEqualTo(micros(version));
    }

    @Test
    void gathersEveryFailure() {
        payload.put("uri", "no uri").put("created_at", "yesterday").putNull("email");
        event.remove("event_type");
        event.put("start_time", "2026-10-14T21:00:00Z").put("end_time", "2026-10-14T20:00:00Z");

        DecodedWebhook d = decode(bytes());

        assertThat(d.stage()).isEqualTo("validate");
        assertThat(reasons(d))
                .containsExactlyInAnyOrder(
                        "bad_uri payload.uri",
                        "bad_time payload.created_at",
                        "missing_field payload.email",
                        "missing_field payload.scheduled_event.event_type",
                        "bad_order payload.scheduled_event.end_time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri", "email", "created_at"})
    void requiresTheFieldsOfAnInvitee(String field) {
        payload.remove(field);

        assertThat(reasons(decode(bytes()))).containsExactly("missing_field payload." + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri", "start_time", "end_time", "event_type"})
    void requiresTheFieldsOfAMeeting(String field) {
        event.remove(field);

        assertThat(reasons(decode(bytes()))).containsExactly("missing_field payload.scheduled_event." + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void takesABlankAddressForNone(String email) {
        payload.put("email", email);

        assertThat(reasons(decode(bytes()))).containsExactly("missing_field payload.email");
    }

    @Test
    void refusesAnAddressThatIsNoText() {
        payload.put("email", 4711);

        assertThat(reasons(decode(bytes()))).containsExactly("bad_type payload.email");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        payload.put("email", "nobody");

        assertThat(reasons(decode(bytes()))).containsExactly("bad_email payload.email");
    }

    @Test
    void knowsAPersonInAnySpelling() {
        payload.put("email", "  LEE.Fictional@Example.TEST ");

        assertThat(accepted().personKey()).isEqualTo(Samples.personKeys().of("lee.fictional@example.test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ann@one.example.testbob@two.example.test", "ann@one.example.@two.example.test", "@ann@b.test@"})
    void addressesThatRunIntoEachOtherAreMaskedWhole(String text) {
        payload.put("name", text);

        assertThat((String) column(accepted(), "data_payload_name"))
                .containsPattern("^@?email:[0-9a-f]{64}@?$")
                .doesNotContain("example");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-15T20:00:00Z, ",
        "2026-10-15T20:00:00.000001Z, bad_duration payload.scheduled_event.end_time",
        "3026-10-14T20:00:00Z, bad_duration payload.scheduled_event.end_time",
        "2026-10-14T20:00:00Z, bad_order payload.scheduled_event.end_time"
    })
    void refusesAMeetingOfMoreThanADay(String end, String reason) {
        event.put("start_time", "2026-10-14T20:00:00Z").put("end_time", end);

        assertThat(reasons(decode(bytes()))).isEqualTo(reason == null ? List.of() : List.of(reason));
    }

    @Test
    void refusesAKindThatIsNoText() {
        body.put("event", 5);

        assertThat(reasons(decode(bytes()))).containsExactly("bad_type event");
    }

    @Test
    void passesOverAKindItDoesNotKnowWhateverItHolds() {
        body.put("event", "meeting_recap.created");
        payload.removeAll().put("created_at", 5);

        assertThat(decode(bytes()).isUnsupported()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"text\"", "7"})
    void requiresAPayloadThatIsAnObject(String json) {
        String text = "{\"event\":\"invitee.created\",\"payload\":" + json + "}";

        DecodedWebhook d = decode(text.getBytes(UTF_8));

        assertThat(d.stage()).isEqualTo("decode");
        assertThat(d.failures()).extracting(Failure::field).containsExactly("payload");
    }

    @Test
    void takesABookingMadeFiveMinutesAfterItsReceiptButNoLater() {
        payload.put("created_at", text(Samples.RECEIVED + 300_000_000L));
        assertThat(reasons(decode(bytes()))).isEmpty();

        payload.put("created_at", text(Samples.RECEIVED + 300_000_001L));
        assertThat(reasons(decode(bytes()))).containsExactly("created_in_future payload.created_at");
    }

    @Test
    void refusesABodyOfMoreThanAMebibyte() {
        byte[] most = padded(WebhookDecoder.MAX_BODY_BYTES);
        assertThat(reasons(decode(most))).isEmpty();

        assertThat(reasons(decode(padded(WebhookDecoder.MAX_BODY_BYTES + 1)))).containsExactly("body_too_large null");
    }

    @Test
    void passesOverUnknownKeysAndDoesWithoutNewerOnes() {
        body.put("news", 1);
        payload.putObject("later").putArray("x").addObject().put("y", 1);
        event.putArray("unknown").add("a");
        payload.remove(List.of(
                "first_name",
                "last_name",
                "payment",
                "no_show",
                "reconfirmation",
                "scheduling_method",
                "invitee_scheduled_by",
                "tracking",
                "questions_and_answers",
                "rescheduled",
                "updated_at"));
        event.remove(List.of("event_memberships", "event_guests", "location", "invitees_counter"));

        WebhookEvent e = accepted();

        assertThat(e.hosts()).isEmpty();
        assertThat(e.versionMicros()).isEqualTo(e.eventCreatedAtMicros());
        assertThat(column(e, "employee_email")).isNull();
        assertThat(column(e, "data_payload_questions_and_answers")).isNull();
    }

    @Test
    void letsTheLastOfTwoEqualKeysCount() {
        String text = new String(bytes(), UTF_8)
                .replace("\"email\":\"lee", "\"email\":\"first@example.test\",\"email\":\"lee");

        DecodedWebhook d = decode(text.getBytes(UTF_8));

        assertThat(d.event().personKey()).isEqualTo(Samples.personKeys().of("lee.fictional@example.test"));
        assertThat(d.bronze().inviteeEmail()).isEqualTo("lee.fictional@example.test");
    }

    @Test
    void doesNotTakeAKeyThatIsNoAddressForOne() {
        String text = new String(bytes(), UTF_8).replace("\"email\":\"lee", "\"email\":5,\"email\":\"lee");
        String turned = new String(bytes(), UTF_8)
                .replace(
                        "\"email\":\"lee.fictional@example.test\"",
                        "\"email\":\"lee.fictional@example.test\",\"email\":5");

        assertThat(decode(text.getBytes(UTF_8)).event()).isNull();
        assertThat(decode(turned.getBytes(UTF_8)).event()).isNull();
    }

    @Test
    void readsAmountsAndNumbersThatAColumnCanHold() {
        ObjectNode payment = payload.putObject("payment").put("amount", new BigDecimal("1234.5"));
        assertThat(column(accepted(), "data_payload_payment_amount")).isEqualTo(new BigDecimal("1234.50"));

        payment.put("amount", "99.90");
        assertThat(column(accepted(), "data_payload_payment_amount")).isEqualTo(new BigDecimal("99.90"));
    }

    @ParameterizedTest
    @CsvSource({
        "1e999999999, bad_number, bad_type",
        "-1e999999999, bad_number, bad_type",
        "1e-999999999, bad_number, bad_type",
        "0e-999999999, bad_number, bad_type",
        "99999999999999999999999999999999999999999999, bad_number, bad_number",
        "123456789012345678901234567890e-40, , bad_type",
        "9223372036854775808, bad_number, bad_number",
        "true, bad_type, bad_type",
        "[[[]]], bad_type, bad_type",
        "\"many\", bad_number, bad_type"
    })
    void aNumberThatNoColumnHoldsIsToldOf(String number, String ofAmount, String ofCount) {
        String text = new String(bytes(), UTF_8)
                .replace("\"payment\":null", "\"payment\":{\"amount\":" + number + "}")
                .replace("\"total\":1", "\"total\":" + number)
                .replace("\"position\":0", "\"position\":" + number);

        assertThat(reasons(decode(text.getBytes(UTF_8))))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                ofAmount == null ? null : ofAmount + " payload.payment.amount",
                                ofCount + " payload.scheduled_event.invitees_counter.total",
                                ofCount + " payload.questions_and_answers.position")
                        .filter(Objects::nonNull)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "rescheduled, \"true\", bad_type payload.rescheduled",
        "name, {}, bad_type payload.name",
        "tracking, \"none\", bad_type payload.tracking",
        "cancellation, [], bad_type payload.cancellation",
        "questions_and_answers, {}, bad_type payload.questions_and_answers",
        "questions_and_answers, [\"Q\"], bad_type payload.questions_and_answers",
        "questions_and_answers, [null], bad_type payload.questions_and_answers",
        "'reconfirmation', {\"confirmed_at\":\"soon\"}, bad_time payload.reconfirmation.confirmed_at"
    })
    void aFieldThatIsNotWhatItShouldBeIsToldOf(String field, String json, String reason) throws IOException {
        payload.set(field, JSON.readTree(json));

        assertThat(reasons(decode(bytes()))).containsExactly(reason);
    }

    @Test
    void hostsAndGuestsAreObjects() {
        event.putArray("event_memberships")
                .add("https://api.calendly.com/users/U")
                .add(1);
        event.putArray("event_guests").addObject().put("email", 5).put("created_at", "then");

        assertThat(reasons(decode(bytes())))
                .containsExactlyInAnyOrder(
                        "bad_type payload.scheduled_event.event_memberships",
                        "bad_type payload.scheduled_event.event_guests.email",
                        "bad_time payload.scheduled_event.event_guests.created_at");
    }

    @Test
    void whatAnotherKindOfConferenceHoldsIsNoFailure() {
        event.putObject("location")
                .put("type", "webex_conference")
                .put("data", "7f")
                .putArray("status");

        assertThat(column(accepted(), "data_payload_scheduled_event_location_status"))
                .isNull();
    }

    @Test
    void aFaultThatIsRepeatedIsToldOnce() {
        ArrayNode hosts = event.putArray("event_memberships");
        for (int i = 0; i < 10_000; i++) {
            hosts.add(i);
        }

        assertThat(decode(bytes()).failures()).hasSize(1);
    }

    @Test
    void endlessNestingIsRefused() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        String inUnknown = new String(bytes(), UTF_8).replaceFirst("\\{", "{\"unknown\":" + deep + ",");

        assertThat(reasons(decode(deep.getBytes(UTF_8)))).containsExactly("invalid_json null");
        assertThat(reasons(decode(inUnknown.getBytes(UTF_8)))).containsExactly("invalid_json null");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThat(reasons(decode(new byte[0]))).containsExactly("invalid_json null");
        assertThat(reasons(decode(new byte[4096]))).containsExactly("invalid_json null");
        assertThat(reasons(decode("[1]".getBytes(UTF_8)))).containsExactly("invalid_json null");
        assertThat(reasons(decode("{\"event\":\"\u00e9\"}".getBytes(ISO_8859_1))))
                .containsExactly("invalid_json null");
        assertThat(reasons(decode((new String(bytes(), UTF_8) + " x").getBytes(UTF_8))))
                .containsExactly("invalid_json null");
        assertThat(reasons(decode(new String(bytes(), UTF_8).substring(0, 500).getBytes(UTF_8))))
                .containsExactly("invalid_json null");
    }

    @Test
    void takesJsonInAnotherEncodingOfUnicode() {
        assertThat(decode(new String(bytes(), UTF_8).getBytes(UTF_16LE)).event())
                .isNotNull();
    }

    @Test
    void nulIsTextAndHalfACharacterIsReplaced() {
        String text =
                new String(bytes(), UTF_8).replace("\"name\":\"Lee Fictional\"", "\"name\":\"a\\u0000b \\ud800 c\"");

        assertThat(column(decode(text.getBytes(UTF_8)).event(), "data_payload_name"))
                .isEqualTo("a\0b \uFFFD c");
    }

    @Test
    void noMessageTellsAnAddress() {
        payload.put("created_at", "lee.fictional@example.test");
        String broken =
                new String(bytes(), UTF_8).replace("\"status\":\"active\"", "\"status\":lee.fictional@example.test");

        assertThat(decode(bytes()).failures()).extracting(Failure::message).noneMatch(m -> m.contains("example.test"));
        assertThat(decode(broken.getBytes(UTF_8)).failures())
                .extracting(Failure::message)
                .noneMatch(m -> m.contains("example.test"));
    }

    @Test
    void takesTheLinksOfAMove() {
        payload.put("old_invitee", "https://api.calendly.com/scheduled_events/E/invitees/I1");
        payload.put("new_invitee", "https://api.calendly.com/scheduled_events/E/invitees/");

        assertThat(accepted().oldInviteeId()).isEqualTo("I1");
        assertThat(accepted().newInviteeId()).isNull();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongTextCostsNoMoreThanItsLength() {
        String run = "a".repeat(500_000);
        payload.put("name", run + " @ " + run.substring(0, 400_000) + "@");

        assertThat(accepted()).isNotNull();
    }

    private WebhookEvent accepted() {
        DecodedWebhook d = decode(bytes());
        assertThat(d.failures()).isEmpty();
        return d.event();
    }

    private byte[] bytes() {
        return body.toString().getBytes(UTF_8);
    }

    private byte[] padded(int length) {
        byte[] json = bytes();
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        return padded;
    }

    private static DecodedWebhook decode(byte[] body) {
        return Samples.decoder().decode(Samples.envelope("d1", body));
    }

    private static List<String> reasons(DecodedWebhook d) {
        return d.failures().stream().map(f -> f.reason() + " " + f.field()).toList();
    }

    private static Object column(WebhookEvent e, String name) {
        return e.silver()[BookingTables.SILVER_EVENTS.ordinal(name)];
    }

    private static List<Object> array(WebhookEvent e, String name) {
        return Arrays.asList((Object[]) column(e, name));
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }

    private static String text(long micros) {
        return ReportingTime.instant(micros).toString();
    }

    private static ObjectNode tree(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
