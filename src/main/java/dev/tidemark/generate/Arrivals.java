package dev.tidemark.generate;

import dev.tidemark.generate.PlannedDelivery.Fate;
import dev.tidemark.generate.PlannedDelivery.Kind;
import java.util.function.Consumer;

/**
 * Decides when what has happened arrives: mostly within seconds, sometimes hours later, sometimes twice. What happens
 * after the end is not sent; what happened before it has arrived by then.
 */
final class Arrivals {
    private final GeneratorOptions options;
    private final Consumer<PlannedDelivery> deliveries;
    private final long endMicros;
    private long sequence;

    Arrivals(GeneratorOptions options, Consumer<PlannedDelivery> deliveries) {
        this.options = options;
        this.deliveries = deliveries;
        endMicros = IsoTime.micros(options.end());
    }

    /**
     * Plans one delivery, and perhaps another of the same.
     *
     * @param happened when it happened, before the invitee's style of times rounds it
     * @param atTheEnd whether it is kept for the last moment
     */
    void plan(Kind kind, InviteePlan invitee, long happened, boolean atTheEnd, Draw draw) {
        plan(kind, invitee, happened, atTheEnd ? endMicros : 0, draw);
    }

    /** Plans a cancellation, and after it, unless it is lost, the creation of what was canceled. */
    void planCanceledFirst(InviteePlan invitee, long canceled, boolean creationLost, Draw draw) {
        long arrival = plan(Kind.CANCELED, invitee, canceled, 0, draw);
        long delay = draw.between(IsoTime.MINUTE, IsoTime.HOUR);
        if (!creationLost) {
            plan(Kind.CREATED, invitee, invitee.createdMicros, arrival + delay, draw);
        }
    }

    /** Plans a delivery that must not count. It arrives within a minute after {@code around}. */
    void planApart(
            Fate fate,
            Kind kind,
            InviteePlan invitee,
            long happened,
            long around,
            Corruption corruption,
            UnsupportedKind unsupported,
            Draw draw) {
        long createdAt = Math.min(endMicros, IsoTime.nextSecond(happened));
        long arrival = Math.min(endMicros, Math.max(createdAt, around) + draw.between(IsoTime.SECOND, IsoTime.MINUTE));
        deliveries.accept(new PlannedDelivery(
                arrival,
                sequence++,
                createdAt,
                kind,
                invitee,
                invitee.style.round(happened),
                fate,
                corruption,
                unsupported,
                false));
    }

    /** @return the time of arrival; if it happened after the end, nothing is planned */
    private long plan(Kind kind, InviteePlan invitee, long happened, long notBefore, Draw draw) {
        // every draw is made whatever comes of it, so that a change of one share leaves the rest as it is
        long changed = invitee.style.round(happened);
        long createdAt = IsoTime.nextSecond(Math.max(happened, invitee.updatedMicros)) + draw.below(2) * IsoTime.SECOND;
        long latency = draw.between(50_000, 3 * IsoTime.SECOND);
        boolean displaced = draw.chance(options.disorder());
        double displacement = draw.fraction();
        boolean again = draw.chance(options.duplicates());
        boolean secondSubscription = draw.chance(0.3);
        long retry = draw.between(IsoTime.SECOND, draw.chance(0.5) ? IsoTime.MINUTE : 20 * IsoTime.HOUR);

        long arrival = createdAt + latency;
        if (displaced) {
            arrival += (long) (displacement * options.disorderMax().toMillis()) * 1_000;
        }
        arrival = Math.min(endMicros, Math.max(arrival, notBefore));
        if (createdAt > endMicros) {
            return arrival;
        }
        deliveries.accept(new PlannedDelivery(
                arrival, sequence++, createdAt, kind, invitee, changed, Fate.ACCEPTED, null, null, false));
        if (again) {
            // a taken-back no-show has no version but the webhook's own time: another subscription's would be new
            boolean other = secondSubscription && kind != Kind.NO_SHOW_DELETED && createdAt < endMicros;
            deliveries.accept(new PlannedDelivery(
                    Math.min(endMicros, arrival + retry),
                    sequence++,
                    other ? createdAt + IsoTime.SECOND : createdAt,
                    kind,
                    invitee,
                    changed,
                    Fate.DUPLICATE,
                    null,
                    null,
                    other));
        }
        return arrival;
    }
}
