package dev.tidemark.ingest.polled;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.ingest.control.FetchLoop;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.store.FileContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads each file of a place whose version is new, and hands it to the job. A file that fails does not stop the others. */
final class FileFetch implements FetchLoop.Fetch {
    private static final Logger LOG = LoggerFactory.getLogger(FileFetch.class);
    private static final int PROBLEMS_TOLD = 5;
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String feed;
    private final FilePlace.Access access;
    private final Handover handover;
    private final boolean replay;
    private final FetchMetrics metrics;
    private final Consumer<FetchStatus> reports;
    private final UnaryOperator<Instant> next;
    /** Versions handed over. */
    private final Map<String, FileVersion> known;

    /**
     * @param read the versions that need not be handed over again
     * @param replay whether what is read counts as known from the beginning
     * @param reports where the progress goes
     * @param next when the next fetch will be, by when this one began
     */
    FileFetch(
            String feed,
            FilePlace.Access access,
            Handover handover,
            Map<String, FileVersion> read,
            boolean replay,
            FetchMetrics metrics,
            Consumer<FetchStatus> reports,
            UnaryOperator<Instant> next) {
        this.feed = feed;
        this.access = access;
        this.handover = handover;
        this.known = new TreeMap<>(read);
        this.replay = replay;
        this.metrics = metrics;
        this.reports = reports;
        this.next = next;
    }

    /** @throws IOException if the place or some file could not be read; the message names the first few */
    @Override
    public void run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        FilePlace.Listing listing;
        try {
            report(began, FetchStatus.RUNNING, 0, null, null);
            listing = access.list();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            metrics.failures().inc();
            report(began, FetchStatus.FAILED, 0, null, text(e));
            throw new IOException(text(e), e);
        }
        List<String> problems = new ArrayList<>(listing.problems());
        problems.forEach(p -> LOG.warn("{}: {}", feed, p));
        List<String> failures = new ArrayList<>();
        readAll(listing.names(), began, problems, failures);
        handover.awaitEmpty();
        long done = listing.names().size() - failures.size();
        problems.addAll(failures);
        String message = message(problems);
        report(
                began,
                failures.isEmpty() ? FetchStatus.DONE : FetchStatus.FAILED,
                done,
                (long) listing.names().size(),
                message);
        if (!failures.isEmpty()) {
            throw new IOException(message);
        }
    }

    private void readAll(List<String> names, Instant began, List<String> problems, List<String> failures)
            throws IOException, InterruptedException {
        long reported = System.nanoTime();
        int done = 0;
        for (String name : names) {
            handover.awaitRoom();
            try {
                if (!readOne(name)) {
                    metrics.missing().inc();
                    problems.add(name + " is not there");
                    LOG.warn("{}: {} is not there; it is tried again at the next fetch", feed, name);
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                metrics.failures().inc();
                failures.add(name + " cannot be read: " + text(e));
            }
            done++;
            if (System.nanoTime() - reported > REPORT_NANOS) {
                reported = System.nanoTime();
                report(began, FetchStatus.RUNNING, done - failures.size(), (long) names.size(), null);
            }
        }
    }

    /** False if the file is not there. */
    private boolean readOne(String name) throws IOException {
        FileVersion before = known.get(name);
        FileContent content = access.read(name, before == null ? null : before.etagToAskWith());
        if (content instanceof FileContent.Whole whole) {
            take(name, before, FileVersion.of(whole.bytes(), whole.etag()), whole.bytes(), 0);
        } else if (content instanceof FileContent.TooLarge large) {
            FileVersion version = FileVersion.tooLarge(large.leastBytes(), large.etag());
            take(name, before, version, new byte[0], large.leastBytes());
        }
        return !(content instanceof FileContent.Missing);
    }

    private void take(String name, FileVersion before, FileVersion now, byte[] content, long tooLargeBytes) {
        if (now.equals(before)) {
            return;
        }
        // another ETag for the same content is noted, so that the next request can name it, but is no news
        boolean isNews = before == null || !now.hash().equals(before.hash());
        PolledFile file = null;
        if (isNews) {
            metrics.read().inc();
            long readAt = ReportingTime.micros(Instant.now());
            file = new PolledFile(name, now.shown(), readAt, replay ? Long.MIN_VALUE : readAt, content, tooLargeBytes);
        }
        handover.put(new Handover.Item(file, name, now));
        known.put(name, now);
    }

    private void report(Instant began, String state, long done, Long total, String message) {
        boolean running = state.equals(FetchStatus.RUNNING);
        reports.accept(new FetchStatus(
                feed,
                state,
                began.toString(),
                running ? null : Instant.now().toString(),
                done,
                total,
                null,
                running ? null : next.apply(began).toString(),
                message));
    }

    private static String message(List<String> problems) {
        if (problems.isEmpty()) {
            return null;
        }
        String told = String.join("; ", problems.subList(0, Math.min(PROBLEMS_TOLD, problems.size())));
        int more = problems.size() - PROBLEMS_TOLD;
        return more > 0 ? told + "; and " + more + " more" : told;
    }

    private static String text(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
