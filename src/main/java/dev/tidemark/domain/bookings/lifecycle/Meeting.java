package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.MeetingView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of one meeting: how many bookings share it, by what they say of it. Immutable.
 *
 * @param parts the number of bookings with that plan and outcome, above 0
 */
record Meeting(Map<Part, Integer> parts) {
    static final Meeting NONE = new Meeting(Map.of());

    private static final Comparator<Host> BY_HOST = Comparator.comparing(Host::userId)
            .thenComparing(Host::email, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Host::name, Comparator.nullsFirst(Comparator.naturalOrder()));
    private static final Comparator<Plan> BY_PLAN = Comparator.comparingLong(Plan::startMicros)
            .thenComparingLong(Plan::endMicros)
            .thenComparing(Plan::hosts, Meeting::compareHosts);

    /** When and with whom, as a booking knows it; times are microseconds since the epoch. */
    record Plan(long startMicros, long endMicros, List<Host> hosts) {}

    /** What bookings say: when and with whom, and what became of it. */
    record Part(Plan plan, MeetingOutcome outcome) {}

    /** The bookings behind one plan. */
    private record Support(int notCanceled, int all) {
        Support plus(Support other) {
            return new Support(notCanceled + other.notCanceled, all + other.all);
        }
    }

    Meeting {
        parts = Map.copyOf(parts);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * The meeting after a part came to hold or no longer holds. Taking back a part that is not known changes nothing: the
     * meeting's time to live was over.
     */
    Meeting with(MeetingPart part) {
        Map<Part, Integer> next = new HashMap<>(parts);
        Plan plan = new Plan(part.startMicros(), part.endMicros(), part.hosts());
        next.merge(new Part(plan, part.outcome()), part.sign(), Integer::sum);
        next.values().removeIf(n -> n <= 0);
        return new Meeting(next);
    }

    /**
     * The meeting as it stands, or null if no booking is left. Invitees of one meeting agree on when and with whom it is;
     * should they not, what most of those say counts who did not cancel.
     */
    MeetingView view(String meetingId) {
        if (isEmpty()) {
            return null;
        }
        Map<Plan, Support> plans = new HashMap<>();
        MeetingOutcome outcome = MeetingOutcome.CANCELED;
        for (Map.Entry<Part, Integer> e : parts.entrySet()) {
            boolean canceled = e.getKey().outcome() == MeetingOutcome.CANCELED;
            int bookings = e.getValue();
            plans.merge(e.getKey().plan(), new Support(canceled ? 0 : bookings, bookings), Support::plus);
            if (e.getKey().outcome().compareTo(outcome) < 0) {
                outcome = e.getKey().outcome();
            }
        }
        Comparator<Map.Entry<Plan, Support>> order =
                Comparator.comparingInt(e -> e.getValue().notCanceled());
        Plan plan = plans.entrySet().stream()
                .max(order.thenComparingInt(e -> e.getValue().all()).thenComparing(Map.Entry::getKey, BY_PLAN))
                .orElseThrow()
                .getKey();
        return new MeetingView(meetingId, plan.startMicros(), plan.endMicros(), plan.hosts(), outcome);
    }

    private static int compareHosts(List<Host> a, List<Host> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = BY_HOST.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
