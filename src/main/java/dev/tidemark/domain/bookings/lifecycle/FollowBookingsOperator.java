package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.gold.Contribution;
import java.util.List;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs {@link FollowBookings}, and has it look at each person once when event time begins. A replay knows no event time
 * until it has read everything: with a timer for each meeting until then, all of them fire at once, each for a person that is
 * read from disk in another place.
 */
public final class FollowBookingsOperator
        extends CoBroadcastWithKeyedOperator<String, WebhookEvent, EventTypeMapping, Contribution> {
    private static final long serialVersionUID = 1L;

    public FollowBookingsOperator(FollowBookings follow) {
        super(follow, List.of(FollowBookings.MAPPING));
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        FollowBookings follow = (FollowBookings) userFunction;
        if (follow.begins(mark.getTimestamp())) {
            follow.beforeBeginning(getOperatorStateBackend().getBroadcastState(FollowBookings.MAPPING));
            // the function's own timers go by this name
            InternalTimerService<VoidNamespace> timers =
                    getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
            TimestampedCollector<Contribution> out = new TimestampedCollector<>(output);
            this.<String>getKeyedStateBackend()
                    .applyToAllKeys(
                            VoidNamespace.INSTANCE,
                            VoidNamespaceSerializer.INSTANCE,
                            follow.personState(),
                            (key, state) -> {
                                if (getContainingTask().isCanceled()) {
                                    throw new CancelTaskException();
                                }
                                follow.begin(
                                        key,
                                        state,
                                        time -> timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time),
                                        this::sideOutput,
                                        out);
                            });
        }
        super.processWatermark(mark);
    }

    private <T> void sideOutput(OutputTag<T> to, T value) {
        output.collect(to, new StreamRecord<>(value));
    }
}
