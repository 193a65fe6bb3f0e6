package dev.tidemark.domain.bookings.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The persons that webhooks and timers spoke of last, as they stand in state: a second look need not read them from disk.
 * Whoever changes one writes it to state as well.
 *
 * <p>A backend on the heap may still be writing the very same objects into a checkpoint while the next webhook changes
 * them: so each is copied before it is handed out the first time after a checkpoint.
 */
final class RecentPersons {
    /** About 30 MB. */
    private static final int MOST = 20_000;
    /** In a quiet stream nobody is pushed out, but who was long not spoken of may be over its time to live. */
    private static final int MOST_CHECKPOINTS = 1_000;

    /** @param checkpoint after which checkpoint the object was made or copied */
    private record Known(Person person, long checkpoint) {}

    private final Map<String, Known> byKey = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    };

    private long checkpoint;

    /** The person of a key, or null if it is not among them. */
    Person find(String key) {
        Known known = byKey.get(key);
        if (known == null || known.checkpoint == checkpoint) {
            return known == null ? null : known.person;
        }
        if (checkpoint - known.checkpoint > MOST_CHECKPOINTS) {
            byKey.remove(key);
            return null;
        }
        Person copy = PersonSerializer.INSTANCE.copy(known.person);
        add(key, copy);
        return copy;
    }

    void add(String key, Person person) {
        byKey.put(key, new Known(person, checkpoint));
    }

    /** A checkpoint is taken: from now on the objects of before may be read by another thread. */
    void checkpoint() {
        checkpoint++;
    }

    void forget() {
        byKey.clear();
    }
}
