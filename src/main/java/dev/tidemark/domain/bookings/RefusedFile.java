package dev.tidemark.domain.bookings;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Failure;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.TableRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Quarantine rows for polled files, or for rows of them. */
public final class RefusedFile {
    /** As much as is kept of one refused file or row: a table's cell must fit into memory several times over. */
    private static final int MAX_RAW_BYTES = 1 << 20;

    private RefusedFile() {}

    /** The row for a file that could not be taken at all. */
    public static TableRow whole(String feed, PolledFile file, Failure failure, ReportingTime time) {
        return row(feed, "decode", file, 0, file.content(), List.of(failure), time);
    }

    /**
     * The row for a part of a file.
     *
     * @param row its place in the file, from 1; 0 for the whole file
     * @param raw its bytes, of which the first MiB is kept
     * @param failures what is wrong with it, not empty
     */
    public static TableRow row(
            String feed,
            String stage,
            PolledFile file,
            int row,
            byte[] raw,
            List<Failure> failures,
            ReportingTime time) {
        String position = file.name() + "@" + file.version() + ":" + row;
        List<Failure> all = new ArrayList<>(failures);
        byte[] kept = raw;
        if (raw.length > MAX_RAW_BYTES) {
            kept = Arrays.copyOf(raw, MAX_RAW_BYTES);
            all.add(new Failure(
                    "raw_cut", null, "it has " + raw.length + " bytes; the first " + MAX_RAW_BYTES + " are kept here"));
        }
        return Quarantine.row(
                stage,
                all,
                new Envelope(
                        feed,
                        position,
                        file.readAtMicros(),
                        null,
                        kept,
                        position,
                        file.readAtMicros(),
                        Envelope.Origin.PULLED,
                        null),
                time);
    }

    /** What to say of a file that is too large. */
    public static String tooLarge(PolledFile file) {
        return "the file has at least " + file.tooLargeBytes()
                + " bytes, more than are taken; make it smaller, or raise the limit if the job has the memory";
    }

    /** The first line of an exception's message; the lines after it quote the file. */
    public static String firstLine(Exception e) {
        return e.getMessage() == null
                ? e.toString()
                : e.getMessage().lines().findFirst().orElse(e.toString());
    }
}
