package dev.tidemark.domain.bookings.lifecycle;

import java.util.ArrayList;
import java.util.List;

/** The state of one person: every invitee known, and how many changes the ledger has had. */
final class Person {
    final List<Invitee> invitees = new ArrayList<>(2);
    long changeNumber;

    Invitee find(String id) {
        for (Invitee i : invitees) {
            if (i.id.equals(id)) {
                return i;
            }
        }
        return null;
    }

    Invitee findOrAdd(String id) {
        Invitee found = find(id);
        if (found == null) {
            found = new Invitee(id);
            invitees.add(found);
        }
        return found;
    }
}
