package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.delta.sink.TableRowTypeInfo;
import dev.tidemark.domain.bookings.EventBuilder;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.kpi.DailyBookingsByChannel;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.gold.Contribution;
import dev.tidemark.table.TableRow;
import dev.tidemark.topology.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** After a restart event time begins anew; meetings that it had passed before stay held. */
class HeldAfterRestartHarnessTest {
    private static final int HELD = 5;
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", new TableRowTypeInfo(Tables.catalog()));
    private static final GoldTable DAILY = new DailyBookingsByChannel(new WindowRule(Samples.UTC, Duration.ofDays(60)));

    @Test
    void anotherBookingOfThePersonDoesNotUndoAHeldMeeting() throws Exception {
        OperatorSubtaskState state;
        try (KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> before =
                harness(1, 0)) {
            before.open();
            before.processElement(new StreamRecord<>(created("A").build()));
            before.processWatermark(watermark("2026-03-20T00:00:00Z"));
            before.processBroadcastWatermark(new Watermark(Long.MAX_VALUE - 1));
            assertThat(held(before)).isEqualTo(1);
            state = before.snapshot(1, 1);
        }
        try (KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> after =
                harness(1, 0)) {
            after.initializeState(state);
            after.open();
            after.processElement(
                    new StreamRecord<>(created("B").made("2026-03-02T11:00:00Z").build()));
            // event time had passed the second meeting too; the first one stays held
            assertThat(held(after)).isEqualTo(1);
            after.processWatermark(watermark("2026-03-20T00:00:00Z"));
            after.processBroadcastWatermark(new Watermark(Long.MAX_VALUE - 1));
            assertThat(held(after)).isEqualTo(1);
        }
    }

    /** With unaligned checkpoints a subtask's part may be from before a watermark that another has seen. */
    @Test
    void aSubtaskThatHadNotSeenEventTimeBeginIsMadeUpFor() throws Exception {
        OperatorSubtaskState state;
        try (KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> ahead =
                        harness(2, 1 - subtask());
                KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> behind =
                        harness(2, subtask())) {
            ahead.open();
            ahead.processWatermark(watermark("2026-03-20T00:00:00Z"));
            ahead.processBroadcastWatermark(new Watermark(Long.MAX_VALUE - 1));
            behind.open();
            behind.processElement(new StreamRecord<>(created("A").build()));
            state = AbstractStreamOperatorTestHarness.repackageState(ahead.snapshot(1, 1), behind.snapshot(1, 1));
        }
        try (KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> after =
                harness(1, 0)) {
            after.initializeState(state);
            after.open();
            state = after.snapshot(2, 2); // another checkpoint before the watermark comes again
        }
        try (KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> after =
                harness(1, 0)) {
            after.initializeState(state);
            after.open();
            after.processWatermark(watermark("2026-03-20T00:00:00Z"));
            after.processBroadcastWatermark(new Watermark(Long.MAX_VALUE - 1));
            assertThat(held(after)).isEqualTo(1);
        }
    }

    /** Of two, the one that follows the person. */
    private static int subtask() {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(EventBuilder.PERSON, 2, 2);
    }

    private static Watermark watermark(String time) {
        return new Watermark(Instant.parse(time).toEpochMilli());
    }

    /** What all contributions so far add to the held meetings. */
    private static long held(
            KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> harness) {
        return harness.extractOutputValues().stream()
                .mapToLong(c -> c.amounts()[HELD])
                .sum();
    }

    private static KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> harness(
            int subtasks, int subtask) throws Exception {
        FollowBookings function = new FollowBookings(
                ROWS,
                List.of(DAILY),
                EventTypeMapping.shipped(),
                Samples.UTC,
                Duration.ofDays(60),
                Duration.ofDays(400));
        return new KeyedBroadcastOperatorTestHarness<>(
                new FollowBookingsOperator(function), e -> EventBuilder.PERSON, Types.STRING, 2, subtasks, subtask);
    }
}
