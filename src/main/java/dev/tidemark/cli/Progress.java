package dev.tidemark.cli;

import java.time.Duration;
import java.util.Locale;

/** Tells on standard error what is going on, with the time since the start. */
final class Progress {
    private final long startedNanos = System.nanoTime();

    static Progress start(String what) {
        Progress p = new Progress();
        p.say(what);
        return p;
    }

    void say(String what) {
        Duration since = Duration.ofNanos(System.nanoTime() - startedNanos);
        System.err.println(String.format(Locale.ROOT, "[%6.1f s] %s", since.toMillis() / 1000.0, what));
    }
}
