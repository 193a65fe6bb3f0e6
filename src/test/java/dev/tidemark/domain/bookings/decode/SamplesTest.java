package dev.tidemark.domain.bookings.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.EventKind;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.silver.Failure;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample is decoded, passed over or refused as the samples' description says. */
class SamplesTest {
    private static final Map<String, EventKind> ACCEPTED = Map.of(
            "01_bronze_wrapped_invitee_created_rescheduled_new_half.json", EventKind.CREATED,
            "02_invitee_created_rescheduled_new_half.json", EventKind.CREATED,
            "03_bronze_wrapped_invitee_created_host_scheduled_others.json", EventKind.CREATED,
            "04_invitee_created_facebook_custom_location.json", EventKind.CREATED,
            "10_family_created.json", EventKind.CREATED,
            "11_family_reschedule_created_new_half.json", EventKind.CREATED,
            "12_family_reschedule_canceled_old_half.json", EventKind.CANCELED,
            "13_family_plain_canceled.json", EventKind.CANCELED);

    private static final List<String> UNSUPPORTED = List.of(
            "24_docs_routing_form_submission_created.json",
            "25_from_field_table_event_type_created.json",
            "25_from_field_table_event_type_deleted.json",
            "25_from_field_table_event_type_updated.json");

    /** The documentation's examples end when they start. */
    private static final Map<String, List<String>> REFUSED = Map.of(
            "20_docs_invitee_created.json", List.of("bad_order payload.scheduled_event.end_time"),
            "21_docs_invitee_canceled_event_still_active.json", List.of("bad_order payload.scheduled_event.end_time"),
            "22_docs_invitee_no_show_created.json", List.of("bad_order payload.scheduled_event.end_time"),
            "40_malformed_manual_test.json", List.of("bad_type event", "missing_field payload"));

    static List<String> all() {
        return Samples.names();
    }

    static List<String> accepted() {
        return ACCEPTED.keySet().stream().sorted().toList();
    }

    @Test
    void thereAreNoOtherSamples() {
        List<String> known = new ArrayList<>(ACCEPTED.keySet());
        known.addAll(UNSUPPORTED);
        known.addAll(REFUSED.keySet());
        assertThat(Samples.names()).containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesOutAsItShould(String name) {
        DecodedWebhook d = decode(name);

        if (ACCEPTED.containsKey(name)) {
            assertThat(d.failures()).isEmpty();
            assertThat(d.event().kind()).isEqualTo(ACCEPTED.get(name));
            assertThat(d.isUnsupported()).isFalse();
        } else if (UNSUPPORTED.contains(name)) {
            assertThat(d.isUnsupported()).isTrue();
        } else {
            assertThat(d.event()).isNull();
            assertThat(d.failures().stream().map(f -> f.reason() + " " + f.field()))
                    .containsExactlyElementsOf(REFUSED.get(name));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void bronzeKnowsTheKindEvenOfARefusedOne(String name) {
        DecodedWebhook.BronzeFields bronze = decode(name).bronze();

        if (name.startsWith("40")) {
            assertThat(bronze.eventKind()).isNull();
        } else {
            assertThat(bronze.eventKind()).isNotNull();
            assertThat(bronze.eventCreatedAtMicros()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void noAddressStandsInSilverInTheClearButTheHosts(String name) {
        Object[] row = decode(name).event().silver();

        List<String> clear = new ArrayList<>();
        List<Column> columns = BookingTables.SILVER_EVENTS.columns();
        for (int i = 0; i < columns.size(); i++) {
            addresses(columns.get(i).name(), columns.get(i).type(), row[i], clear);
        }
        assertThat(clear).allMatch(at -> at.equals("employee_email") || at.endsWith("user_email"));
        assertThat(clear).contains("employee_email");
    }

    @ParameterizedTest
    @MethodSource("all")
    void noFailureTellsAnAddress(String name) {
        for (Failure f : decode(name).failures()) {
            assertThat(f.message()).doesNotContain("@");
        }
    }

    private static DecodedWebhook decode(String name) {
        return Samples.decoder().decode(Samples.envelope(name, Samples.body(name)));
    }

    private static void addresses(String at, ColumnType type, Object value, List<String> found) {
        if (value instanceof String s && (s.contains("@") || s.contains("%40"))) {
            found.add(at);
        } else if (value instanceof Object[] parts && type.kind() == ColumnType.Kind.ARRAY) {
            for (Object part : parts) {
                addresses(at, type.element(), part, found);
            }
        } else if (value instanceof Object[] parts) {
            for (int i = 0; i < parts.length; i++) {
                Column field = type.fields().get(i);
                addresses(at + "." + field.name(), field.type(), parts[i], found);
            }
        }
    }
}
