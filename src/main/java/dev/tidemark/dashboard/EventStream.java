package dev.tidemark.dashboard;

import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of new versions of tables and of arriving deliveries, as server-sent events. A listener that is slow
 * misses versions between, never the newest, and holds up nobody else.
 */
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MOST_LISTENERS = 200;
    private static final long HEARTBEAT_SECONDS = 15;
    private static final String RETRY = "retry: 2000\n\n";
    private static final String PULSE = "pulse";
    private static final String LAKE = "lake";

    private final TableWatch watch;
    private final Freshness freshness;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers = Executors.newCachedThreadPool(EventStream::thread);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(EventStream::thread);
    /** How many deliveries were told of; negative while nobody listens. Used by the clock's thread alone. */
    private long told = -1;

    private record Event(String name, Object data) {}

    /** @param problem why the lake can't be read; null when it can again */
    private record LakeState(String problem) {}

    private record Pulse(long deliveries, String at) {}

    EventStream(TableWatch watch, Freshness freshness) {
        this.watch = watch;
        this.freshness = freshness;
        watch.onCommit(this::committed);
        watch.onTrouble(problem -> listeners.forEach(l -> l.tell(LAKE, lakeState(problem))));
        clock.scheduleWithFixedDelay(
                () -> listeners.forEach(Listener::beat), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    private static Thread thread(Runnable work) {
        Thread t = new Thread(work, "dashboard-events");
        t.setDaemon(true);
        return t;
    }

    /** Takes a listener and tells it the newest version of each table. */
    void accept(SseClient client) {
        if (listeners.size() >= MOST_LISTENERS) {
            client.close();
            return;
        }
        Listener listener = new Listener(client);
        client.keepAlive();
        client.onClose(() -> listeners.remove(listener));
        // what is committed from here on is told to the listener, and what was before, just below
        listeners.add(listener);
        watch.newest().forEach(listener::tell);
        Optional<String> problem = watch.trouble();
        if (problem.isPresent()) {
            listener.tell(LAKE, lakeState(problem));
        }
        clock.execute(() -> pulse(false));
    }

    private static Event lakeState(Optional<String> problem) {
        return new Event(LAKE, new LakeState(problem.orElse(null)));
    }

    private void committed(TableWatch.Commit commit) {
        listeners.forEach(l -> l.tell(commit));
        if (commit.table().equals(Freshness.QUALITY)) {
            // counting opens the table's version: not in the thread that watches
            clock.execute(() -> pulse(true));
        }
    }

    private void pulse(boolean hasNew) {
        if (listeners.isEmpty()) {
            told = -1;
            return;
        }
        if (!hasNew && told >= 0) {
            return;
        }
        try {
            long now = freshness.received();
            if (told >= 0 && now > told) {
                Event event =
                        new Event(PULSE, new Pulse(now - told, Instant.now().toString()));
                listeners.forEach(l -> l.tell(PULSE, event));
            }
            told = now;
        } catch (IOException | RuntimeException e) {
            LOG.warn("The deliveries can't be counted; pages show no pulse until they can", e);
        }
    }

    /** One page. What it must still be told waits in a map, a newer version of a table in the place of the older. */
    private final class Listener {
        private final SseClient client;
        private final Map<String, Event> waiting = new LinkedHashMap<>();
        private boolean greeted;
        private boolean beat;
        private boolean writing;

        Listener(SseClient client) {
            this.client = client;
        }

        void tell(TableWatch.Commit commit) {
            tell(commit.table(), new Event("version", StatusBoard.CommitOf.of(commit)));
        }

        synchronized void tell(String key, Event event) {
            if (event.data() instanceof Pulse p && waiting.get(key) != null) {
                Pulse before = (Pulse) waiting.get(key).data();
                waiting.put(key, new Event(PULSE, new Pulse(before.deliveries() + p.deliveries(), p.at())));
            } else {
                waiting.put(key, event);
            }
            write();
        }

        synchronized void beat() {
            beat = true;
            write();
        }

        private void write() {
            if (!writing) {
                writing = true;
                writers.execute(this::writeAll);
            }
        }

        private void writeAll() {
            while (true) {
                List<Event> events;
                boolean withBeat;
                synchronized (this) {
                    events = new ArrayList<>(waiting.values());
                    withBeat = beat;
                    waiting.clear();
                    beat = false;
                    if (events.isEmpty() && !withBeat || client.terminated()) {
                        writing = false;
                        return;
                    }
                }
                try {
                    if (!greeted) {
                        greeted = true;
                        client.ctx().res().getOutputStream().print(RETRY);
                    }
                    for (Event e : events) {
                        if (!client.terminated()) {
                            client.sendEvent(e.name(), Json.MAPPER.writeValueAsString(e.data()));
                        }
                    }
                    if (withBeat && !client.terminated()) {
                        client.sendComment("still here");
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.debug("A page does not listen any more", e);
                    client.close();
                }
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        writers.shutdown();
        listeners.forEach(l -> l.client.close());
    }
}
