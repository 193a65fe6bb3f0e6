package dev.tidemark.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a folder that {@code replay} reads, and what must come of it:
 *
 * <pre>
 * calendly-webhooks/part-0000.jsonl.gz ...   deliveries in the order of arrival, a body a line
 * event-types.json                           mapping of event types to channels
 * ad-spend/file_index.json, spend_data_*     spend files by as-of date
 * expected/TABLE.json, expected/counts.json  the Gold rows and the counts to expect
 * </pre>
 */
public final class ReplayFolderWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private final GeneratorOptions options;
    private int files = 4;
    private boolean gzip = true;
    private boolean wrapped;

    public ReplayFolderWriter(GeneratorOptions options) {
        this.options = options;
    }

    /** Over how many files the deliveries are spread, each an equal part of the time. Default 4. */
    public ReplayFolderWriter files(int value) {
        if (value < 1 || value > 9_999) {
            throw new IllegalArgumentException("files must be 1 to 9999, but is " + value);
        }
        files = value;
        return this;
    }

    /** Whether the files are gzipped ({@code .jsonl.gz}) or plain ({@code .jsonl}). Default gzipped. */
    public ReplayFolderWriter gzip(boolean value) {
        gzip = value;
        return this;
    }

    /** Whether each body is wrapped as {@code {ingestion_time, source, data}}, as old Bronze folders have them. */
    public ReplayFolderWriter wrapped(boolean value) {
        wrapped = value;
        return this;
    }

    /**
     * Writes everything.
     *
     * @param folder new or empty
     * @throws FileAlreadyExistsException if there is something in the folder already
     */
    public ReplaySummary write(Path folder) throws IOException {
        Traffic traffic = new Traffic(options);
        ReferenceFiles references = writeInput(folder, traffic);
        ReplaySummary summary = ReplaySummary.of(traffic);
        Path expected = folder.resolve("expected");
        ExpectedFiles.writeTables(expected, traffic);
        ExpectedFiles.writeCounts(expected, summary, references.spend());
        return summary;
    }

    /**
     * Writes everything but {@code expected}, in memory that does not grow with the number of bookings.
     *
     * @param folder new or empty
     * @throws FileAlreadyExistsException if there is something in the folder already
     */
    public void writeInput(Path folder) throws IOException {
        writeInput(folder, Traffic.toSend(options, 0));
    }

    private ReferenceFiles writeInput(Path folder, Traffic traffic) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new FileAlreadyExistsException(folder.toString(), null, "the folder must be new or empty");
            }
        }
        writeDeliveries(Files.createDirectories(folder.resolve("calendly-webhooks")), traffic);
        ReferenceFiles references = new ReferenceFiles(options);
        references.write(folder);
        return references;
    }

    private void writeDeliveries(Path folder, Traffic traffic) throws IOException {
        Duration perFile = Duration.ofDays(options.days()).dividedBy(files);
        int part = 0;
        OutputStream out = open(folder, part);
        try {
            while (traffic.hasNext()) {
                Delivery delivery = traffic.next();
                int due = (int) Math.min(files - 1L, delivery.due().dividedBy(perFile));
                // what makes a delivery late are the newer ones before it in the same file
                while (part < due && !delivery.late()) {
                    out.close();
                    out = open(folder, ++part);
                }
                writeLine(out, delivery);
            }
            while (part < files - 1) {
                out.close();
                out = open(folder, ++part);
            }
        } finally {
            out.close();
        }
    }

    private void writeLine(OutputStream out, Delivery delivery) throws IOException {
        if (wrapped) {
            StringBuilder head = new StringBuilder("{\"ingestion_time\":\"");
            IsoTime.append(head, IsoTime.micros(options.start().plus(delivery.due())), 6);
            head.append("\",\"source\":\"calendly_webhook\",\"data\":");
            out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        }
        out.write(delivery.body());
        if (wrapped) {
            out.write('}');
        }
        out.write('\n');
    }

    private OutputStream open(Path folder, int part) throws IOException {
        Path file = folder.resolve("part-%04d.jsonl".formatted(part) + (gzip ? ".gz" : ""));
        OutputStream raw = Files.newOutputStream(file);
        return new BufferedOutputStream(gzip ? new FastGzip(raw) : raw, BUFFER_BYTES);
    }

    /** Compresses at the fastest level: the disk is not what is short. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
