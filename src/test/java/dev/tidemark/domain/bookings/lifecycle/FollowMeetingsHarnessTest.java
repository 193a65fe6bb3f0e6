package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static dev.tidemark.domain.bookings.EventBuilder.noShow;
import static dev.tidemark.domain.bookings.EventBuilder.noShowCleared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.kpi.MeetingLoadPerEmployee;
import dev.tidemark.domain.bookings.kpi.WeeklyEmployeeLoad;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.gold.Contribution;
import dev.tidemark.gold.GoldLake;
import dev.tidemark.table.TableRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From webhooks to the hosts' meetings: people are followed apart, their meeting is one. */
class FollowMeetingsHarnessTest {
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final ReportingTime TIME = Samples.UTC;
    private static final GoldTable LOAD = new MeetingLoadPerEmployee(TIME);
    private static final GoldTable WEEKS = new WeeklyEmployeeLoad(TIME);
    private static final Host ANN = new Host("ann", "ann@example.test", "Ann");
    private static final Host BOB = new Host("bob", "bob@example.test", "Bob");
    private static final String DANA = "d".repeat(64);
    private static final String ELI = "e".repeat(64);

    private final GoldLake load = new GoldLake(LOAD);
    private final GoldLake weeks = new GoldLake(WEEKS);
    private KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> bookings;
    private KeyedOneInputStreamOperatorTestHarness<String, MeetingPart, Contribution> meetings;

    @BeforeEach
    void open() throws Exception {
        bookings = new KeyedBroadcastOperatorTestHarness<>(
                new FollowBookingsOperator(new FollowBookings(
                        ROWS,
                        List.of(LOAD, WEEKS),
                        EventTypeMapping.shipped(),
                        TIME,
                        Duration.ofDays(60),
                        Duration.ofDays(400))),
                WebhookEvent::personKey,
                Types.STRING,
                1,
                1,
                0);
        bookings.open();
        openMeetings(null);
    }

    @AfterEach
    void close() throws Exception {
        bookings.close();
        meetings.close();
    }

    private void openMeetings(OperatorSubtaskState restored) throws Exception {
        meetings = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new FollowMeetings(List.of(LOAD, WEEKS), Duration.ofDays(400))),
                MeetingPart::meetingId,
                Types.STRING);
        meetings.setup();
        if (restored != null) {
            meetings.initializeState(restored);
        }
        meetings.open();
    }

    private void process(EventBuilder... events) throws Exception {
        for (EventBuilder e : events) {
            bookings.processElement(new StreamRecord<>(e.build()));
        }
        ConcurrentLinkedQueue<StreamRecord<MeetingPart>> parts = bookings.getSideOutput(FollowBookings.MEETINGS);
        while (parts != null && !parts.isEmpty()) {
            meetings.processElement(parts.remove());
        }
        for (Contribution c : meetings.extractOutputValues()) {
            load.take(c);
            weeks.take(c);
        }
        meetings.getOutput().clear();
        load.checkpoint(0);
        weeks.checkpoint(0);
    }

    private List<List<Object>> counts() {
        return load.select("user_id", "total_meetings_count", "meeting_minutes", "canceled_count", "no_show_count");
    }

    private static EventBuilder inGroup(EventBuilder e, String person) {
        return e.by(person).in("G").hosts(ANN, BOB);
    }

    @Test
    void severalInviteesOfOneEventAreOneMeetingOfEachHost() throws Exception {
        process(inGroup(created("A"), DANA), inGroup(created("B"), ELI), inGroup(created("C"), ELI));

        assertThat(counts()).containsExactly(List.of("ann", 1L, 30L, 0L, 0L), List.of("bob", 1L, 30L, 0L, 0L));
    }

    @Test
    void isCanceledWhenTheLastInviteeCancels() throws Exception {
        process(inGroup(created("A"), DANA), inGroup(created("B"), ELI));

        process(inGroup(canceled("A").version("2026-03-05T10:00:00Z"), DANA));
        assertThat(counts().get(0)).containsExactly("ann", 1L, 30L, 0L, 0L);

        process(inGroup(canceled("B").version("2026-03-06T10:00:00Z"), ELI));
        assertThat(counts().get(0)).containsExactly("ann", 0L, 0L, 1L, 0L);
        assertThat(weeks.rows()).isEmpty();
    }

    @Test
    void isANoShowWhenNobodyCameWhoHadNotCanceled() throws Exception {
        process(inGroup(created("A"), DANA), inGroup(created("B"), ELI));
        process(inGroup(noShow("A").version("2026-03-10T10:00:00Z"), DANA));
        assertThat(counts().get(0)).containsExactly("ann", 1L, 30L, 0L, 0L);

        process(inGroup(canceled("B").version("2026-03-06T10:00:00Z"), ELI));
        assertThat(counts().get(0)).containsExactly("ann", 1L, 30L, 0L, 1L);

        process(inGroup(noShowCleared("A").version("2026-03-10T11:00:00Z"), DANA));
        assertThat(counts().get(0)).containsExactly("ann", 1L, 30L, 0L, 0L);
    }

    @Test
    void aMovedBookingLeavesItsOldMeeting() throws Exception {
        process(inGroup(created("A"), DANA), inGroup(created("B"), ELI));

        process(
                inGroup(canceled("A").version("2026-03-03T10:00:00Z").to("A2"), DANA),
                created("A2")
                        .made("2026-03-03T10:00:00Z")
                        .from("A")
                        .by(DANA)
                        .hosts(ANN)
                        .meeting("2026-03-17T09:00:00Z"));
        assertThat(counts()).containsExactly(List.of("ann", 2L, 60L, 0L, 0L), List.of("bob", 1L, 30L, 0L, 0L));
        assertThat(weeks.rows()).hasSize(3);

        process(inGroup(canceled("B").version("2026-03-03T10:00:00Z").to(null), ELI));
        assertThat(counts()).containsExactly(List.of("ann", 1L, 30L, 0L, 0L));
    }

    @Test
    void thatAMeetingIsHeldIsNoNewsToIt() throws Exception {
        process(inGroup(created("A"), DANA));

        bookings.processWatermark(Long.MAX_VALUE - 1);
        bookings.processBroadcastWatermark(new org.apache.flink.streaming.api.watermark.Watermark(Long.MAX_VALUE - 1));

        assertThat(bookings.extractOutputValues()).isEmpty();
        assertThat(bookings.getSideOutput(FollowBookings.MEETINGS)).isEmpty();
    }

    @Test
    void keepsNothingOfAMeetingThatNobodyIsInAnyMore() throws Exception {
        process(inGroup(created("A"), DANA));
        assertThat(meetings.numKeyedStateEntries()).isOne();

        process(inGroup(canceled("A").version("2026-03-03T10:00:00Z").to(null), DANA));

        assertThat(meetings.numKeyedStateEntries()).isZero();
        assertThat(load.rows()).isEmpty();
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        process(inGroup(created("A"), DANA), inGroup(created("B"), ELI));
        OperatorSubtaskState snapshot = meetings.snapshot(1, 1);
        meetings.close();
        openMeetings(snapshot);

        process(
                inGroup(canceled("A").version("2026-03-05T10:00:00Z"), DANA),
                inGroup(canceled("B").version("2026-03-06T10:00:00Z"), ELI));

        assertThat(counts()).containsExactly(List.of("ann", 0L, 0L, 1L, 0L), List.of("bob", 0L, 0L, 1L, 0L));
    }
}
