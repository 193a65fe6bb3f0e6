package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.PersonDay;
import dev.tidemark.gold.Contribution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** The facts that Gold counts, as they follow from one person's bookings. */
final class Facts {
    private Facts() {}

    static List<GoldFact> of(List<Booking> bookings, List<String> knownChannels) {
        List<GoldFact> facts = new ArrayList<>(3 * bookings.size());
        Set<PersonDay> personDays = new LinkedHashSet<>();
        for (Booking b : bookings) {
            BookingView v = b.view();
            facts.add(v);
            facts.add(new BookedDay(v.bookingDay(), knownChannels));
            personDays.add(new PersonDay(v.bookingDay(), v.channel()));
        }
        facts.addAll(personDays);
        return facts;
    }

    /** Tells what the facts contribute that changed. */
    static void contribute(
            List<GoldFact> before, List<GoldFact> after, List<GoldTable> tables, Consumer<Contribution> out) {
        List<GoldFact> gone = new ArrayList<>();
        List<GoldFact> come = new ArrayList<>();
        difference(before, after, (fact, sign) -> (sign < 0 ? gone : come).add(fact));
        Contribution.ofChange(gone, come, tables, out);
    }

    /** Hands over each fact that no longer holds with -1, and each that came to hold with 1. */
    static <T> void difference(List<T> before, List<T> after, ObjIntConsumer<T> out) {
        List<T> added = new ArrayList<>(after);
        for (T fact : before) {
            if (!added.remove(fact)) {
                out.accept(fact, -1);
            }
        }
        added.forEach(fact -> out.accept(fact, 1));
    }
}
