package dev.tidemark.ingest.replay;

/**
 * Tells when the lines of one file were received: what a line says, or else the newest time of receipt before it in the
 * file. Times are microseconds since the epoch.
 */
final class ReceiptClock {
    private long clockMicros;

    /** @param clockMicros where the clock stands, or {@link EventClock#NONE} at the beginning of a file */
    ReceiptClock(long clockMicros) {
        this.clockMicros = clockMicros;
    }

    /** The newest time of receipt so far, or {@link EventClock#NONE}. */
    long micros() {
        return clockMicros;
    }

    /** When a line was received; moves the clock on. */
    long received(ReplayLine line, long nowMicros) {
        long told = line.receivedMicros() == EventClock.NONE ? line.madeMicros() : line.receivedMicros();
        if (told == EventClock.NONE) {
            return clockMicros == EventClock.NONE ? nowMicros : clockMicros;
        }
        if (told <= nowMicros) {
            clockMicros = Math.max(clockMicros, told);
        }
        // nothing was received after now
        return Math.min(told, nowMicros);
    }
}
