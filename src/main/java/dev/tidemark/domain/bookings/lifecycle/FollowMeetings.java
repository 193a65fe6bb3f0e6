package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.MeetingView;
import dev.tidemark.gold.Contribution;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Follows each meeting in keyed state: several invitees, who are different people and so are followed apart, share one
 * scheduled event, which is one meeting for its hosts. Tells Gold what the meeting contributes as it changes.
 */
public final class FollowMeetings extends KeyedProcessFunction<String, MeetingPart, Contribution> {
    private static final long serialVersionUID = 1L;

    private final List<GoldTable> goldTables;
    private final ValueStateDescriptor<Meeting> meetingState;
    private transient ValueState<Meeting> meetings;

    /**
     * @param goldTables the tables that facts contribute to
     * @param ttl how long a meeting's state is kept after the last change
     */
    public FollowMeetings(List<GoldTable> goldTables, Duration ttl) {
        this.goldTables = List.copyOf(goldTables);
        this.meetingState = new ValueStateDescriptor<>("meeting", MeetingSerializer.TYPE);
        this.meetingState.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    }

    @Override
    public void open(OpenContext context) {
        meetings = getRuntimeContext().getState(meetingState);
    }

    @Override
    public void processElement(MeetingPart part, Context ctx, Collector<Contribution> out) throws Exception {
        Meeting stored = meetings.value();
        Meeting before = stored == null ? Meeting.NONE : stored;
        Meeting after = before.with(part);
        if (after.isEmpty()) {
            meetings.clear();
        } else {
            meetings.update(after);
        }
        MeetingView viewBefore = before.view(part.meetingId());
        MeetingView viewAfter = after.view(part.meetingId());
        if (Objects.equals(viewBefore, viewAfter)) {
            return;
        }
        Contribution.ofChange(listOf(viewBefore), listOf(viewAfter), goldTables, out::collect);
    }

    private static List<MeetingView> listOf(MeetingView nullable) {
        return nullable == null ? List.of() : List.of(nullable);
    }
}
