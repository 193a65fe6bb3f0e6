package dev.tidemark.dashboard;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the pages need before somebody asks: a table of years has a file a day, which takes seconds once. Who asks
 * meanwhile waits for the same reading.
 */
final class ReadAhead {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final List<Reading> readings;
    private volatile boolean done;

    /** Reads something that is kept. */
    @FunctionalInterface
    interface Reading {
        void read() throws IOException;
    }

    /** @param readings what is read, one after the other */
    ReadAhead(List<Reading> readings) {
        this.readings = List.copyOf(readings);
    }

    void start() {
        Thread thread = new Thread(this::read, "dashboard-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            for (Reading r : readings) {
                r.read();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Tables can't be read ahead; they are read when they are asked for", e);
        }
        done = true;
    }

    /** Whether all is read, or was given up. */
    boolean isDone() {
        return done;
    }
}
