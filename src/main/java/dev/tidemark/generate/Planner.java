package dev.tidemark.generate;

import dev.tidemark.generate.Course.Creation;
import dev.tidemark.generate.Course.Lost;
import dev.tidemark.generate.Course.Outcome;
import dev.tidemark.generate.PlannedDelivery.Kind;
import dev.tidemark.generate.expected.BookingFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Plans bookings one after the other, in the order in which they are made: what happens to each and when. When its
 * deliveries arrive is up to {@link Arrivals}.
 */
final class Planner {
    /** The last booking is made so long before the end that its webhook can still be sent. */
    private static final long LAST_CALL = 5 * IsoTime.SECOND;
    /** The booking that begins a group whatever the draw says. */
    private static final int SCRIPTED_GROUP = 25;

    private static final int LARGEST_GROUP = 5;
    private static final long LONGEST_LEAD = 21 * IsoTime.DAY;

    private final GeneratorOptions options;
    private final EventTypes eventTypes;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Host> laterHosts = new ArrayList<>();
    private final Arrivals arrivals;
    private final SideDeliveries sideDeliveries;
    private final Consumer<BookingFacts> booked;
    private final long startMicros;
    private final long lastMicros;
    private int next;

    /**
     * @param deliveries takes the deliveries, in no order
     * @param booked takes the facts of each booking
     */
    Planner(
            GeneratorOptions options,
            EventTypes eventTypes,
            Consumer<PlannedDelivery> deliveries,
            Consumer<BookingFacts> booked) {
        this.options = options;
        this.eventTypes = eventTypes;
        this.booked = booked;
        arrivals = new Arrivals(options, deliveries);
        sideDeliveries = new SideDeliveries(options, arrivals);
        startMicros = IsoTime.micros(options.start());
        lastMicros = IsoTime.micros(options.end()) - LAST_CALL;
        for (int i = 0; i < options.hosts(); i++) {
            hosts.add(Host.of(i));
            laterHosts.add(hosts.get(i).later(i));
        }
    }

    boolean hasNext() {
        return next < options.bookings();
    }

    /** When the next booking is made: none of its deliveries, nor of later ones, arrives before. */
    long nextMicros() {
        double jitter = new Draw(options.seed(), Draw.Purpose.IDENTITY, -1L - next).fraction();
        double day = (next + jitter) / options.bookings() * options.days();
        double ofDay = day - Math.floor(day);
        // a tenth of a day's bookings in its first 8 hours, 7 tenths in the next 12, the rest in the last 4
        double hours =
                ofDay < 0.1 ? ofDay * 80 : ofDay < 0.8 ? 8 + (ofDay - 0.1) / 0.7 * 12 : 20 + (ofDay - 0.8) / 0.2 * 4;
        return Math.min(lastMicros, startMicros + (long) ((Math.floor(day) + hours / 24) * IsoTime.DAY));
    }

    /** Plans the next booking, or all that share its meeting. */
    void planNext() {
        int booking = next;
        long made = nextMicros();
        Draw draw = new Draw(options.seed(), Draw.Purpose.COURSE, booking);
        Course course = Course.of(booking, options, draw);
        EventType type = eventTypes.draw(made, draw);
        Meeting meeting = meeting(made, type, groupSize(booking, draw), course.soon(), draw);
        List<Host> with = drawHosts(2L * booking < options.bookings() ? hosts : laterHosts, booking, draw);
        BookingPlan first = plan(booking, made, course, type, meeting, with, draw);
        for (int i = 1; i < meeting.places(); i++) {
            Draw own = new Draw(options.seed(), Draw.Purpose.COURSE, booking + i);
            long joined = Math.min(lastMicros, made + own.between(0, (meeting.startMicros() - made) / 2));
            plan(booking + i, joined, Course.of(booking + i, options, own), type, meeting, with, own);
        }
        next += meeting.places();
        sideDeliveries.plan(booking, meeting.places(), first.invitee(0));
    }

    private int groupSize(int booking, Draw draw) {
        // the mean group has 3.5 invitees; the chance is for each meeting, the share for each booking
        boolean group = draw.chance(options.groupEvents() / 3.5);
        int size = (int) draw.between(2, LARGEST_GROUP);
        boolean scripted = booking == SCRIPTED_GROUP && options.groupEvents() > 0;
        return group || scripted ? Math.min(size, options.bookings() - booking) : 1;
    }

    private BookingPlan plan(
            int booking, long made, Course course, EventType type, Meeting meeting, List<Host> with, Draw draw) {
        int person = person(booking);
        BookingPlan plan = new BookingPlan(person, type, drawCampaign(draw), with);
        InviteePlan invitee = invitee(plan, 0, meeting, made, person != booking, draw);
        Draw arrival = new Draw(options.seed(), Draw.Purpose.ARRIVAL, booking);
        if (course.creation() == Creation.FIRST && !course.losesCreation(0)) {
            // the very last booking is kept for the very last moment
            arrivals.plan(Kind.CREATED, invitee, made, booking == options.bookings() - 1, arrival);
        }
        for (int move = 0; move < course.moves(); move++) {
            long moved = during(invitee, draw);
            Meeting to = meeting(moved, type, 1, course.soon(), draw);
            InviteePlan replacement =
                    invitee(plan, move + 1, to, moved + draw.between(0, 900_000), person != booking, draw);
            if (!course.loses(Lost.OLD_HALF, move)) {
                arrivals.plan(Kind.MOVED, invitee, moved, false, arrival);
            }
            if (!course.losesCreation(move + 1)) {
                arrivals.plan(Kind.CREATED, replacement, replacement.createdMicros, false, arrival);
            }
            invitee = replacement;
        }
        planOutcome(course, invitee, draw, arrival);
        booked.accept(plan.facts);
        return plan;
    }

    private void planOutcome(Course course, InviteePlan invitee, Draw draw, Draw arrival) {
        if (course.outcome() == Outcome.CANCELED) {
            if (course.creation() == Creation.FIRST) {
                arrivals.plan(Kind.CANCELED, invitee, during(invitee, draw), false, arrival);
            } else {
                long soonAfter = invitee.createdMicros + draw.between(IsoTime.MINUTE, 30 * IsoTime.MINUTE);
                arrivals.planCanceledFirst(invitee, soonAfter, course.creation() == Creation.NEVER, arrival);
            }
        }
        long at = invitee.meeting.endMicros();
        for (int step = 0; step < course.noShowSteps(); step++) {
            // at least 10 minutes apart: the version of a taken-back no-show has whole seconds only
            at += draw.between(10 * IsoTime.MINUTE, course.soon() ? 2 * IsoTime.HOUR : IsoTime.DAY);
            arrivals.plan(step == 1 ? Kind.NO_SHOW_DELETED : Kind.NO_SHOW_CREATED, invitee, at, false, arrival);
        }
    }

    private InviteePlan invitee(
            BookingPlan plan, int position, Meeting meeting, long created, boolean knownPerson, Draw draw) {
        InviteePlan.Spelling spelling =
                knownPerson ? draw.oneOf(InviteePlan.Spelling.values()) : InviteePlan.Spelling.PLAIN;
        InviteePlan invitee = new InviteePlan(plan, position, meeting, created, spelling, draw);
        plan.add(invitee);
        return invitee;
    }

    /** A time between the booking of a meeting and its start. */
    private static long during(InviteePlan invitee, Draw draw) {
        long room = invitee.meeting.startMicros() - invitee.createdMicros;
        return invitee.createdMicros + 2 * IsoTime.MINUTE + (long) (draw.fraction() * (room - 3 * IsoTime.MINUTE));
    }

    private static Meeting meeting(long made, EventType type, int places, boolean soon, Draw draw) {
        long usual = (long) (-StrictMath.log(1 - draw.fraction()) * 2.5 * IsoTime.DAY);
        long lead = IsoTime.HOUR + (soon ? usual % (8 * IsoTime.HOUR) : Math.min(usual, LONGEST_LEAD));
        long quarter = 15 * IsoTime.MINUTE;
        long start = Math.floorDiv(made + lead, quarter) * quarter + quarter;
        long end = start + type.durationMinutes() * IsoTime.MINUTE;
        return new Meeting(draw.bits(), draw.bits(), made - draw.between(0, 30_000), start, end, places);
    }

    private static List<Host> drawHosts(List<Host> from, int booking, Draw draw) {
        int first = draw.below(from.size());
        boolean two = (draw.chance(0.1) || booking == SCRIPTED_GROUP) && from.size() > 1;
        int second = (first + 1) % from.size();
        return two ? List.of(from.get(first), from.get(second)) : List.of(from.get(first));
    }

    private static BookingPlan.Campaign drawCampaign(Draw draw) {
        double u = draw.fraction();
        int number = 1 + draw.below(3);
        if (u < 0.75) {
            return new BookingPlan.Campaign(null, null, null);
        }
        if (u < 0.8) {
            return new BookingPlan.Campaign(null, "203.0.113." + number, null);
        }
        if (u < 0.83) {
            return new BookingPlan.Campaign("  ", "", null);
        }
        String name = "spring-" + number;
        return new BookingPlan.Campaign(u < 0.86 ? " " + name + " " : name, "newsletter", "paid");
    }

    /** Who makes a booking: somebody new, or, going back along the bookings, somebody of an earlier one. */
    private int person(int booking) {
        int person = booking;
        while (person > 0) {
            Draw draw = new Draw(options.seed(), Draw.Purpose.IDENTITY, person);
            if (!draw.chance(options.repeatPeople())) {
                return person;
            }
            // half of them came back soon, so that a day has people with two bookings
            person -= 1 + draw.below(Math.min(person, draw.chance(0.5) ? 20 : 5_000));
        }
        return person;
    }
}
