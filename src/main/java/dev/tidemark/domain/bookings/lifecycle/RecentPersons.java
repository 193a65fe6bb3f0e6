package dev.tidemark.domain.bookings.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The persons that webhooks and timers spoke of last, as they stand in state: a second look need not read them from disk.
 * Whoever changes one writes it to state as well.
 *
 * <p>To be forgotten at every checkpoint: a backend on the heap may still be writing the very same objects then, and hands
 * out copies.
 */
final class RecentPersons {
    /** About 30 MB. */
    private static final int MOST = 20_000;

    private final Map<String, Person> byKey = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Person> eldest) {
            return size() > MOST;
        }
    };

    /** The person of a key, or null if it is not among them. */
    Person find(String key) {
        return byKey.get(key);
    }

    void add(String key, Person person) {
        byKey.put(key, person);
    }

    void forget() {
        byKey.clear();
    }
}
