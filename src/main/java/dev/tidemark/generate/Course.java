package dev.tidemark.generate;

import java.util.List;
import java.util.function.Predicate;

/**
 * What happens to a booking, before anybody says when.
 *
 * @param moves how often it is moved, 0 to 4
 * @param outcome how it ends
 * @param creation how its created event arrives; other than first only if it is canceled and never moved
 * @param noShowSteps marks as no-show (1), and takes it back (2), and marks it again (3)
 * @param lost which delivery of a move never comes
 * @param lostMove of which move, from 0
 * @param soon all of it happens within a day or two
 */
record Course(int moves, Outcome outcome, Creation creation, int noShowSteps, Lost lost, int lostMove, boolean soon) {

    enum Outcome {
        KEPT,
        CANCELED,
        NO_SHOW
    }

    enum Creation {
        FIRST,
        AFTER_CANCEL,
        NEVER
    }

    enum Lost {
        NOTHING,
        /** The created event of the invitee that the booking was moved to. */
        NEW_HALF,
        /** The canceled event of the invitee that it was moved from. */
        OLD_HALF,
        /** That and the created event of the very first invitee, which so is never seen. */
        OLD_HALF_AND_CREATION
    }

    /** A course that some booking takes whatever the draw says, if options ask for its kind at all. */
    private record Scripted(Predicate<GeneratorOptions> wanted, Course course) {}

    /** The booking that takes the first scripted course; the next bookings take the others. */
    private static final int FIRST_SCRIPTED = 10;

    private static final Course KEPT = new Course(0, Outcome.KEPT, Creation.FIRST, 0, Lost.NOTHING, 0, false);

    private static final Predicate<GeneratorOptions> MOVED = o -> o.rescheduled() > 0;
    private static final Predicate<GeneratorOptions> MOVED_HALF = MOVED.and(o -> o.halfMissing() > 0);
    private static final Predicate<GeneratorOptions> CANCELED_FIRST = o -> o.cancelBeforeCreate() > 0;
    private static final Predicate<GeneratorOptions> NO_SHOW = o -> o.noShows() > 0;
    private static final Predicate<GeneratorOptions> NO_SHOW_CLEARED = NO_SHOW.and(o -> o.noShowsCleared() > 0);
    private static final List<Scripted> SCRIPT = List.of(
            new Scripted(MOVED, moved(1, Lost.NOTHING, 0)),
            new Scripted(MOVED, moved(4, Lost.NOTHING, 0)),
            new Scripted(MOVED_HALF, moved(1, Lost.NEW_HALF, 0)),
            new Scripted(MOVED_HALF, moved(3, Lost.NEW_HALF, 1)),
            new Scripted(MOVED_HALF, moved(1, Lost.OLD_HALF, 0)),
            new Scripted(MOVED_HALF, moved(2, Lost.OLD_HALF_AND_CREATION, 0)),
            new Scripted(CANCELED_FIRST, canceled(Creation.AFTER_CANCEL)),
            new Scripted(CANCELED_FIRST, canceled(Creation.NEVER)),
            new Scripted(NO_SHOW, noShow(1)),
            new Scripted(NO_SHOW_CLEARED, noShow(2)),
            new Scripted(NO_SHOW_CLEARED, noShow(3)));

    static Course of(int booking, GeneratorOptions options, Draw draw) {
        if (booking == options.bookings() - 1) {
            // its creation is the last delivery of all
            return KEPT;
        }
        int line = booking - FIRST_SCRIPTED;
        if (line >= 0 && line < SCRIPT.size() && SCRIPT.get(line).wanted().test(options)) {
            return SCRIPT.get(line).course();
        }
        int moves = draw.chance(options.rescheduled()) ? drawMoves(draw) : 0;
        double u = draw.fraction();
        if (u < options.cancelBeforeCreate()) {
            // a cancellation that overtakes its creation is about a booking that was never moved
            return canceled(draw.chance(0.2) ? Creation.NEVER : Creation.AFTER_CANCEL);
        }
        Outcome outcome = u < options.cancellations()
                ? Outcome.CANCELED
                : u < options.cancellations() + options.noShows() ? Outcome.NO_SHOW : Outcome.KEPT;
        int steps = 0;
        if (outcome == Outcome.NO_SHOW) {
            steps = !draw.chance(options.noShowsCleared()) ? 1 : draw.chance(0.15) ? 3 : 2;
        }
        for (int move = 0; move < moves; move++) {
            if (draw.chance(options.halfMissing())) {
                Lost lost = draw.chance(0.5) ? Lost.NEW_HALF : Lost.OLD_HALF;
                if (lost == Lost.OLD_HALF && move == 0 && draw.chance(0.4)) {
                    lost = Lost.OLD_HALF_AND_CREATION;
                }
                return new Course(moves, outcome, Creation.FIRST, steps, lost, move, false);
            }
        }
        return new Course(moves, outcome, Creation.FIRST, steps, Lost.NOTHING, 0, false);
    }

    boolean loses(Lost half, int move) {
        return lostMove == move && (lost == half || half == Lost.OLD_HALF && lost == Lost.OLD_HALF_AND_CREATION);
    }

    /** Whether the created event of the invitee at this place of the chain never comes. */
    boolean losesCreation(int position) {
        return position == 0
                ? creation == Creation.NEVER || lost == Lost.OLD_HALF_AND_CREATION
                : loses(Lost.NEW_HALF, position - 1);
    }

    private static int drawMoves(Draw draw) {
        double u = draw.fraction();
        return u < 0.6 ? 1 : u < 0.85 ? 2 : u < 0.95 ? 3 : 4;
    }

    private static Course moved(int moves, Lost lost, int lostMove) {
        return new Course(moves, Outcome.KEPT, Creation.FIRST, 0, lost, lostMove, true);
    }

    private static Course canceled(Creation creation) {
        return new Course(0, Outcome.CANCELED, creation, 0, Lost.NOTHING, 0, true);
    }

    private static Course noShow(int steps) {
        return new Course(0, Outcome.NO_SHOW, Creation.FIRST, steps, Lost.NOTHING, 0, true);
    }
}
