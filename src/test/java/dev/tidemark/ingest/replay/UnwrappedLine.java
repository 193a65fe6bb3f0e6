package dev.tidemark.ingest.replay;

/** Lets tests of other packages read a line as the replay does. */
public final class UnwrappedLine {
    private UnwrappedLine() {}

    /** The body of a line, wrapped or not. */
    public static byte[] body(byte[] line) {
        return ReplayLine.of(line).body();
    }
}
