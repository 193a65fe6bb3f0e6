package dev.tidemark.generate;

import dev.tidemark.generate.PlannedDelivery.Fate;
import dev.tidemark.generate.PlannedDelivery.Kind;
import java.util.List;

/** Plans what comes along with the bookings and must change nothing: late, malformed and unsupported deliveries. */
final class SideDeliveries {
    /** From this booking on, each brings another corruption whatever the draw says, until all have come. */
    private static final int SCRIPTED_CORRUPTIONS = 40;
    /** Likewise for the kinds that are not supported. */
    private static final int SCRIPTED_UNSUPPORTED = 80;

    /** Before this booking nothing is late: there must be something newer before it. */
    private static final int FIRST_LATE = 10;

    private final GeneratorOptions options;
    private final Arrivals arrivals;

    SideDeliveries(GeneratorOptions options, Arrivals arrivals) {
        this.options = options;
        this.arrivals = arrivals;
    }

    /**
     * Plans what comes along with {@code count} bookings.
     *
     * @param invitee whose webhooks are spoiled, or who is near when the rest happens
     */
    void plan(int firstBooking, int count, InviteePlan invitee) {
        for (int booking = firstBooking; booking < firstBooking + count; booking++) {
            Draw draw = new Draw(options.seed(), Draw.Purpose.SIDE_DELIVERIES, booking);
            planMalformed(booking, invitee, draw);
            planUnsupported(booking, invitee, draw);
            planLate(booking, invitee, draw);
        }
    }

    private void planMalformed(int booking, InviteePlan invitee, Draw draw) {
        int line = booking - SCRIPTED_CORRUPTIONS;
        boolean scripted = options.malformed() > 0 && line >= 0 && line < Corruption.count();
        if (draw.chance(options.malformed()) || scripted) {
            Corruption corruption = scripted ? Corruption.at(line) : Corruption.draw(draw);
            // a cancellation that never was: if it is taken for good, the booking's numbers are wrong
            Kind kind = draw.chance(0.5) ? Kind.CANCELED : Kind.CREATED;
            long happened = invitee.createdMicros + draw.between(IsoTime.SECOND, IsoTime.HOUR);
            planNow(Fate.MALFORMED, kind, invitee, happened, corruption, null, draw);
        }
    }

    private void planUnsupported(int booking, InviteePlan invitee, Draw draw) {
        int line = booking - SCRIPTED_UNSUPPORTED;
        boolean scripted = options.unsupportedKinds() > 0 && line >= 0 && line < UnsupportedKind.count();
        if (draw.chance(options.unsupportedKinds()) || scripted) {
            UnsupportedKind kind = scripted ? UnsupportedKind.at(line) : UnsupportedKind.draw(draw);
            planNow(Fate.UNSUPPORTED, Kind.CREATED, invitee, invitee.createdMicros, null, kind, draw);
        }
    }

    private void planNow(
            Fate fate,
            Kind kind,
            InviteePlan invitee,
            long happened,
            Corruption corruption,
            UnsupportedKind unsupported,
            Draw draw) {
        long at = Math.min(happened, IsoTime.micros(options.end()));
        arrivals.planApart(fate, kind, invitee, at, at, corruption, unsupported, draw);
    }

    /** In the second half a webhook turns up that was sent months ago. */
    private void planLate(int booking, InviteePlan near, Draw draw) {
        boolean secondHalf = booking >= Math.max(FIRST_LATE, options.bookings() / 2);
        boolean scripted = booking == options.bookings() * 3 / 5;
        if (options.late() > 0 && secondHalf && (draw.chance(2 * options.late()) || scripted)) {
            // older than the 60 days even if the newest delivery so far was itself delayed
            long slack = IsoTime.micros(options.end()) - IsoTime.micros(options.start());
            long age = draw.between(65 * IsoTime.DAY, 120 * IsoTime.DAY)
                    + options.disorderMax().toSeconds() * IsoTime.SECOND
                    + 2 * slack / options.bookings();
            long created = near.createdMicros - age;
            Meeting meeting = new Meeting(
                    draw.bits(), draw.bits(), created, created + IsoTime.DAY, created + 25 * IsoTime.HOUR, 1);
            BookingPlan before = near.booking;
            BookingPlan own =
                    new BookingPlan(before.person, before.eventType, before.campaign, List.copyOf(before.hosts));
            InviteePlan invitee = new InviteePlan(own, 0, meeting, created, InviteePlan.Spelling.PLAIN, draw);
            Kind kind = draw.chance(0.5) ? Kind.CREATED : Kind.CANCELED;
            long happened = invitee.createdMicros + IsoTime.HOUR;
            arrivals.planApart(Fate.LATE, kind, invitee, happened, near.createdMicros, null, null, draw);
        }
    }
}
