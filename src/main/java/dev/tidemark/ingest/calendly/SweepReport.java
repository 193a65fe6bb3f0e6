package dev.tidemark.ingest.calendly;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchRefusedException;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.control.Schedule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how a sweep goes: in the status object every few seconds, in the log now and then, in metrics. */
final class SweepReport {
    private static final Logger LOG = LoggerFactory.getLogger(SweepReport.class);
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(2);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
    /** An estimate from less than this part of the time to read, in thousandths, would be a guess. */
    private static final long LEAST_PART = 20;

    private final String feed;
    private final ControlFolder control;
    private final Schedule schedule;
    private final HistoryMetrics metrics;
    private final FetchClock clock;
    private Instant began;
    private Instant statusAt;
    private Instant loggedAt;
    private Sweep atBegin;
    private long pages;

    SweepReport(String feed, ControlFolder control, Schedule schedule, HistoryMetrics metrics, FetchClock clock) {
        this.feed = feed;
        this.control = control;
        this.schedule = schedule;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A sweep begins or goes on. */
    void began(Sweep sweep) {
        began = clock.now();
        statusAt = began;
        loggedAt = began;
        atBegin = sweep;
        pages = 0;
        LOG.info(
                "{}: sweep {} {} the meetings from {} on",
                feed,
                sweep.number(),
                sweep.events() == 0 ? "reads" : "goes on with",
                ReportingTime.instant(sweep.watermarkMicros()));
        running(sweep, began);
    }

    /** A page of events was read. */
    void page() {
        pages++;
    }

    /** An event was read with its invitees. */
    void event(Sweep sweep) {
        metrics.eventRead();
        Instant now = clock.now();
        if (!now.isBefore(statusAt.plus(STATUS_INTERVAL))) {
            statusAt = now;
            running(sweep, now);
        }
        if (!now.isBefore(loggedAt.plus(LOG_INTERVAL))) {
            loggedAt = now;
            Long remaining = remainingSeconds(sweep, now);
            LOG.info(
                    "{}: {}; {}",
                    feed,
                    words(sweep),
                    remaining == null ? "too early to say how long" : "about " + remaining + " s to go");
        }
    }

    /** The sweep is over and all of it is handed on. */
    void done(Sweep sweep) {
        String message = sweep.events() + " events, " + pages + " pages";
        LOG.info("{}: sweep {} is done: {}", feed, sweep.number(), message);
        report(new FetchStatus(
                feed,
                FetchStatus.DONE,
                began.toString(),
                clock.now().toString(),
                sweep.events(),
                sweep.events(),
                null,
                schedule.next(began).toString(),
                "sweep " + sweep.number() + ": " + message));
    }

    /**
     * The sweep failed.
     *
     * @param sweep how far it came, or null if it did not begin
     * @param nextAt when it is tried again, or null if soon
     */
    void failed(Sweep sweep, Exception problem, Instant nextAt) {
        String message = (problem instanceof IOException ? problem.getMessage() : problem.toString())
                + (nextAt == null ? "; it is tried again soon" : "");
        if (problem instanceof FetchRefusedException) {
            metrics.refused();
        }
        Instant now = clock.now();
        report(new FetchStatus(
                feed,
                FetchStatus.FAILED,
                (began == null ? now : began).toString(),
                now.toString(),
                sweep == null ? 0 : sweep.events(),
                null,
                null,
                nextAt == null ? null : nextAt.toString(),
                message));
    }

    private void running(Sweep sweep, Instant now) {
        report(new FetchStatus(
                feed,
                FetchStatus.RUNNING,
                began.toString(),
                null,
                sweep.events(),
                null,
                remainingSeconds(sweep, now),
                null,
                words(sweep)));
    }

    private String words(Sweep sweep) {
        return "sweep " + sweep.number() + ": " + sweep.events() + " events, " + pages + " pages, meetings read up to "
                + ReportingTime.instant(sweep.watermarkMicros());
    }

    /**
     * How long the rest takes if it is as dense as what was read, or null if that cannot be said yet. Meetings to come are
     * taken for as many days as the look-back has.
     */
    private Long remainingSeconds(Sweep sweep, Instant now) {
        long end = 2 * sweep.startedAtMicros() - sweep.keepFromMicros();
        long read = Math.min(sweep.watermarkMicros(), end) - atBegin.watermarkMicros();
        long all = end - atBegin.watermarkMicros();
        if (all <= 0 || read * 1_000 / all < LEAST_PART) {
            return null;
        }
        long elapsed = Duration.between(began, now).toMillis();
        return elapsed * ((all - read) / 1_000_000) / (read / 1_000_000) / 1_000;
    }

    private void report(FetchStatus status) {
        try {
            control.report(status);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the status of {} cannot be written: {}", feed, e.toString());
        }
    }
}
