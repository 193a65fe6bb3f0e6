package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static dev.tidemark.domain.bookings.EventBuilder.noShow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.DailyBookingsByChannel;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.gold.Contribution;
import dev.tidemark.gold.GoldLake;
import dev.tidemark.table.TableRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowBookingsHarnessTest {
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final ReportingTime TIME = Samples.UTC;
    private static final Duration LATENESS = Duration.ofDays(60);
    private static final List<GoldTable> GOLD = BookingGold.tables(new WindowRule(TIME, LATENESS));
    /** A day after the meeting of a plain booking. */
    private static final long AFTER = Instant.parse("2026-03-11T09:00:00Z").toEpochMilli();

    private static final EventTypeMapping NEW_MAPPING = new EventTypeMapping(List.of(
            new EventTypeMapping.Entry(EventBuilder.YOUTUBE, "blog", "launch", Integer.MIN_VALUE, Integer.MAX_VALUE)));

    private final List<TableRow> rows = new ArrayList<>();
    private final GoldLake daily = new GoldLake(new DailyBookingsByChannel(new WindowRule(TIME, LATENESS)));
    private KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> harness;

    @AfterEach
    void close() throws Exception {
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void tellsSilverAndGoldOfABooking() throws Exception {
        open(new HashMapStateBackend(), null);

        process(created("A"));

        assertThat(events()).hasSize(1);
        assertThat(events().get(0).values()[BookingTables.SILVER_EVENTS.ordinal("channel")])
                .isEqualTo("youtube");
        assertThat(changes()).containsExactly("booked");
        assertThat(daily("youtube")).containsEntry("bookings_count", 1L).containsEntry("unique_people_count", 1L);
        assertThat(daily("tiktok")).containsEntry("bookings_count", 0L);
    }

    @Test
    void takesADeliveryOnce() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("A"));

        process(created("A").delivery("again"));

        assertThat(rows).hasSize(2);
        assertThat(daily("youtube")).containsEntry("bookings_count", 1L);
    }

    @Test
    void twoBookingsOfAPersonOnADayAreOnePerson() throws Exception {
        open(new HashMapStateBackend(), null);

        process(created("A"), created("B"), created("C").by("q".repeat(64)));

        assertThat(daily("youtube")).containsEntry("bookings_count", 3L).containsEntry("unique_people_count", 2L);
    }

    @Test
    void aMeetingIsHeldWhenEventTimePassesItsEnd() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("A").meeting("2026-03-10T09:00:00Z").until("2026-03-10T09:30:00Z"));

        watermark(Instant.parse("2026-03-10T09:29:59.999Z").toEpochMilli());
        assertThat(daily("youtube")).containsEntry("held_count", 0L);

        watermark(Instant.parse("2026-03-10T09:30:00Z").toEpochMilli());
        assertThat(daily("youtube")).containsEntry("held_count", 1L);
        assertThat(changes()).containsExactly("booked", "held");
        TableRow held = rows.get(rows.size() - 1);
        assertThat(Follower.value(held, "occurred_at")).isEqualTo(micros("2026-03-10T09:30:00Z"));
        assertThat(Follower.value(held, "delivery_id")).isNull();
        assertThat(Follower.value(held, "change_number")).isEqualTo(2L);
    }

    @Test
    void aMeetingThatEndsBetweenTwoMillisecondsIsNotHeldTooEarly() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("A").until("2026-03-10T09:30:00.000001Z"));

        watermark(Instant.parse("2026-03-10T09:30:00Z").toEpochMilli());
        assertThat(changes()).containsExactly("booked");

        watermark(Instant.parse("2026-03-10T09:30:00.001Z").toEpochMilli());
        assertThat(changes()).containsExactly("booked", "held");
    }

    @Test
    void aMeetingThatIsOverWhenItsBookingArrivesIsHeldAtOnce() throws Exception {
        open(new HashMapStateBackend(), null);
        watermark(AFTER);

        process(created("A"));

        assertThat(changes()).containsExactly("booked", "held");
    }

    @Test
    void aMovedMeetingIsHeldAtItsNewTime() throws Exception {
        open(new HashMapStateBackend(), null);
        process(
                created("A"),
                canceled("A").version("2026-03-03T10:00:00Z").to("B"),
                created("B").made("2026-03-03T10:00:00Z").from("A").meeting("2026-03-20T09:00:00Z"));

        watermark(AFTER);
        assertThat(daily("youtube")).containsEntry("held_count", 0L).containsEntry("reschedules_count", 1L);

        watermark(Instant.parse("2026-03-21T00:00:00Z").toEpochMilli());
        assertThat(daily("youtube")).containsEntry("held_count", 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenEventTimeBeginsEachPersonIsLookedAtAndThenByTimers(boolean onDisk) throws Exception {
        open(onDisk ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend(), null);
        process(
                created("A"),
                created("B").made("2026-03-02T11:00:00Z").meeting("2026-03-20T09:00:00Z"),
                created("C").by("q".repeat(64)));
        assertThat(harness.numEventTimeTimers()).isZero();

        watermark(AFTER);
        assertThat(changes()).filteredOn("held"::equals).hasSize(2);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);

        process(created("D").by("r".repeat(64)).made("2026-03-11T11:00:00Z").meeting("2026-03-20T10:00:00Z"));
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);

        watermark(Instant.parse("2026-03-21T00:00:00Z").toEpochMilli());
        assertThat(changes()).filteredOn("held"::equals).hasSize(4);
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventTimeMayBeginAfterARestart(boolean onDisk) throws Exception {
        StateBackend backend = onDisk ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
        open(backend, null);
        process(created("A"), created("B").made("2026-03-02T11:00:00Z").meeting("2026-03-20T09:00:00Z"));
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        open(backend, state);
        broadcast(NEW_MAPPING);
        watermark(AFTER);
        assertThat(changes()).filteredOn("held"::equals).hasSize(1);

        state = harness.snapshot(2, 2);
        harness.close();
        open(backend, state);
        watermark(AFTER);
        assertThat(changes()).filteredOn("held"::equals).hasSize(1);
        watermark(Instant.parse("2026-03-21T00:00:00Z").toEpochMilli());
        assertThat(changes()).filteredOn("held"::equals).hasSize(2);
    }

    @Test
    void aMovedMeetingWasHeldWhenItsNewTimeWasOver() throws Exception {
        open(new HashMapStateBackend(), null);
        process(
                created("A"),
                canceled("A").version("2026-03-03T10:00:00Z").to("B"),
                created("B")
                        .made("2026-03-03T10:00:00Z")
                        .from("A")
                        .meeting("2026-03-20T09:00:00Z")
                        .until("2026-03-20T09:30:00Z"));

        watermark(Instant.parse("2026-03-21T00:00:00Z").toEpochMilli());

        TableRow held = rows.get(rows.size() - 1);
        assertThat(Follower.value(held, "change")).isEqualTo("held");
        assertThat(Follower.value(held, "occurred_at")).isEqualTo(micros("2026-03-20T09:30:00Z"));
    }

    @Test
    void aNoShowTakesBackThatTheMeetingWasHeld() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("A"));
        watermark(AFTER);

        process(noShow("A").version("2026-03-11T10:00:00Z"));

        assertThat(daily("youtube"))
                .containsEntry("held_count", 0L)
                .containsEntry("no_shows_count", 1L)
                .containsEntry("net_bookings_count", 0L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewMappingMovesTheBookingsOfOpenDaysOnly(boolean onDisk) throws Exception {
        open(onDisk ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend(), null);
        process(
                created("OLD").made("2026-01-01T10:00:00Z").by("q".repeat(64)),
                created("A"),
                created("F").type(EventBuilder.FACEBOOK).by("r".repeat(64)));
        rows.clear();

        broadcast(known("2026-03-03T00:00:00Z"));

        assertThat(changes()).containsOnly("reattributed").hasSize(2);
        assertThat(daily("blog")).containsEntry("bookings_count", 1L).containsEntry("unique_people_count", 1L);
        assertThat(daily("others")).containsEntry("bookings_count", 1L);
        assertThat(dailyOf("2026-01-01", "youtube")).containsEntry("bookings_count", 1L);
        assertThat(dailyOf("2026-03-02", "youtube")).isNull();
        assertThat(dailyOf("2026-03-02", "facebook")).isNull();
    }

    @Test
    void aMappingKnownFromTheBeginningMovesEveryBookingHoweverFarTimeHasCome() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("OLD").made("2026-01-01T10:00:00Z").by("q".repeat(64)), created("A"));
        watermark(Instant.parse("2026-08-01T00:00:00Z").toEpochMilli());
        rows.clear();

        broadcast(NEW_MAPPING);

        assertThat(changes()).containsExactly("reattributed", "reattributed");
    }

    @Test
    void aDayIsOpenForAMappingUpToTheMicrosecondOfItsClosing() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("OLD").made("2026-01-01T10:00:00Z"));
        rows.clear();

        broadcast(known("2026-03-02T23:59:59.999999Z"));

        assertThat(changes()).containsExactly("reattributed");
    }

    @Test
    void theSameMappingAgainChangesNothing() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("A"));
        broadcast(NEW_MAPPING);
        int before = rows.size();

        broadcast(known("2027-01-01T00:00:00Z"));

        assertThat(rows).hasSize(before);
    }

    @Test
    void anEventOfAClosedDayDoesNotMoveItsBooking() throws Exception {
        open(new HashMapStateBackend(), null);
        process(created("A"));
        watermark(Instant.parse("2026-05-02T00:00:00Z").toEpochMilli());
        broadcast(known("2026-05-02T00:10:00Z"));

        process(noShow("A").version("2026-05-02T00:00:00Z"));

        assertThat(changes()).containsExactly("booked", "held", "no_show");
        assertThat(daily("youtube")).containsEntry("no_shows_count", 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnAfterARestart(boolean onDisk) throws Exception {
        StateBackend backend = onDisk ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
        open(backend, null);
        process(created("A"));
        broadcast(NEW_MAPPING);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        open(backend, snapshot);
        process(created("A").delivery("again"), created("B").made("2026-03-03T10:00:00Z"));
        watermark(AFTER);

        assertThat(changes()).containsExactly("booked", "reattributed", "booked", "held", "held");
        assertThat(rows.stream()
                        .filter(r -> r.table().equals("silver_booking_ledger"))
                        .map(r -> Follower.value(r, "change_number")))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(dailyOf("2026-03-02", "blog")).containsEntry("held_count", 1L);
        assertThat(dailyOf("2026-03-03", "blog")).containsEntry("held_count", 1L);
    }

    private static EventTypeMapping known(String time) {
        return new EventTypeMapping(NEW_MAPPING.entries(), micros(time));
    }

    private void open(StateBackend backend, OperatorSubtaskState restored) throws Exception {
        FollowBookings follow =
                new FollowBookings(ROWS, GOLD, EventTypeMapping.shipped(), TIME, LATENESS, Duration.ofDays(400));
        harness = new KeyedBroadcastOperatorTestHarness<>(
                new FollowBookingsOperator(follow), WebhookEvent::personKey, Types.STRING, 1, 1, 0);
        harness.setStateBackend(backend);
        harness.setup();
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    private void process(EventBuilder... events) throws Exception {
        for (EventBuilder e : events) {
            harness.processElement(new StreamRecord<>(e.build()));
        }
        drain();
    }

    private void watermark(long millis) throws Exception {
        harness.processWatermark(millis);
        harness.processBroadcastWatermark(new Watermark(millis));
        drain();
    }

    private void broadcast(EventTypeMapping mapping) throws Exception {
        harness.processBroadcastElement(mapping, 0);
        drain();
    }

    private void drain() {
        harness.extractOutputValues().forEach(daily::take);
        harness.getOutput().clear();
        if (harness.getSideOutput(ROWS) != null) {
            harness.getSideOutput(ROWS).forEach(r -> rows.add(r.getValue()));
            harness.getSideOutput(ROWS).clear();
        }
        daily.checkpoint(Long.MIN_VALUE);
    }

    private List<TableRow> events() {
        return rows.stream().filter(r -> r.table().equals("silver_fact_events")).toList();
    }

    private List<String> changes() {
        return rows.stream()
                .filter(r -> r.table().equals("silver_booking_ledger"))
                .map(r -> (String) Follower.value(r, "change"))
                .toList();
    }

    private Map<String, Object> daily(String channel) {
        return dailyOf("2026-03-02", channel);
    }

    private Map<String, Object> dailyOf(String day, String channel) {
        int number = (int) LocalDate.parse(day).toEpochDay();
        return daily.rows().stream()
                .filter(r -> r.get("channel").equals(channel)
                        && r.get("booking_date").equals(number))
                .findFirst()
                .orElse(null);
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
