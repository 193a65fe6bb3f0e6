package dev.tidemark.ingest.replay;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The lines of a replay folder, read here and now: the same envelopes as {@link ReplayFiles} gives a job. */
public final class RecordedLines {
    private RecordedLines() {}

    /**
     * Reads every line, file by file in the order of their names, each from its first line to its last.
     *
     * @param folder the folder; one that does not exist is empty
     * @param feed the feed that the lines belong to; its name begins every position
     * @throws IOException if a file cannot be read
     */
    public static void read(Path folder, String feed, Consumer<Envelope> to) throws IOException {
        for (Path file : files(folder)) {
            ReceiptClock clock = new ReceiptClock(EventClock.NONE);
            try (LineReader lines = new LineReader(file)) {
                long number = 0;
                for (byte[] raw = lines.next(); raw != null; raw = lines.next()) {
                    number++;
                    if (raw.length > 0) {
                        to.accept(envelope(
                                ReplayLine.of(raw), feed, feed + "/" + file.getFileName() + ":" + number, clock));
                    }
                }
            }
        }
    }

    /** The files of a folder that hold recorded lines, sorted. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> {
                        String n = f.getFileName().toString();
                        return (n.endsWith(".jsonl") || n.endsWith(".jsonl.gz")) && Files.isRegularFile(f);
                    })
                    .sorted()
                    .toList();
        }
    }

    /** A line as it arrived; moves the file's clock on. */
    static Envelope envelope(ReplayLine line, String feed, String position, ReceiptClock clock) {
        long received = clock.received(line, ReportingTime.micros(Instant.now()));
        // a line that does not say its time, or one from the future, must not make those after it late
        long clockMicros = clock.micros() == EventClock.NONE ? received : clock.micros();
        return new Envelope(
                feed, position, received, null, line.body(), position, clockMicros, Envelope.Origin.PULLED, null);
    }
}
