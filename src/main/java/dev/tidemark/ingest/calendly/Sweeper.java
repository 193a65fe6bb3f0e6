package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.control.FetchRefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Reads one sweep: window after window, page after page, the invitees of each event. The first sweep reads all of the
 * history, later ones what is not older than the look-back, because the API cannot be asked for what changed. A sweep that
 * was broken off goes on where it stood.
 */
final class Sweeper {
    /** How often a window begins anew without having come further, before the sweep fails. */
    private static final int FRUITLESS_LISTINGS = 3;

    /** Takes what a step brings, in order; waits while there is too much already. */
    interface Output {
        void take(List<Envelope> envelopes, Step step) throws InterruptedException;
    }

    private final String feed;
    private final HistorySettings settings;
    private final CalendlyApi api;
    private final HistoryState state;
    private final Output output;
    private final SweepReport report;
    private final FetchClock clock;

    /** @param state what has been handed to {@code output} so far */
    Sweeper(
            String feed,
            HistorySettings settings,
            CalendlyApi api,
            HistoryState state,
            Output output,
            SweepReport report,
            FetchClock clock) {
        this.feed = feed;
        this.settings = settings;
        this.api = api;
        this.state = state;
        this.output = output;
        this.report = report;
        this.clock = clock;
    }

    /**
     * Reads a sweep to its end.
     *
     * @throws FetchRefusedException if a person must do something first
     * @throws IOException if it must be tried again soon; what was read so far stays read
     */
    void run() throws IOException, InterruptedException {
        if (state.sweep() == null) {
            step(List.of(), new Step.Began(next()));
        }
        report.began(state.sweep());
        String organization = api.organization();
        List<Window> windows =
                Window.of(state.sweep().watermarkMicros(), state.sweep().startedAtMicros());
        for (Window window : windows) {
            read(organization, window);
            if (!window.isOpen()) {
                step(List.of(), new Step.WindowDone(window.toMicros()));
            }
        }
        Sweep done = state.sweep();
        step(List.of(), new Step.SweepDone());
        report.done(done);
    }

    private Sweep next() {
        Instant now = clock.now();
        long start = ReportingTime.micros(settings.start());
        long lookBack = ReportingTime.micros(now.minus(settings.lookBack()));
        boolean backfill = !state.isBackfilled();
        return Sweep.begin(
                state.sweeps() + 1,
                backfill,
                ReportingTime.micros(now),
                backfill ? start : Math.max(start, lookBack),
                lookBack);
    }

    /** Reads a window; when a link has expired, from the last start on that was read. */
    private void read(String organization, Window window) throws IOException, InterruptedException {
        Window rest = window;
        for (int fruitless = 0; ; ) {
            long eventsBefore = state.sweep().events();
            try {
                Page page = api.events(organization, rest);
                while (true) {
                    report.page();
                    for (JsonNode event : page.items()) {
                        read(event);
                    }
                    if (page.next() == null) {
                        return;
                    }
                    page = api.next(page.next());
                }
            } catch (ExpiredPageException e) {
                fruitless = state.sweep().events() == eventsBefore ? fruitless + 1 : 0;
                if (fruitless == FRUITLESS_LISTINGS) {
                    throw e;
                }
                rest = new Window(Math.max(window.fromMicros(), state.sweep().watermarkMicros()), window.toMicros());
            }
        }
    }

    private void read(JsonNode event) throws IOException, InterruptedException {
        String eventId = HistoryJson.id(event, "uri");
        long told = HistoryJson.micros(event, "start_time");
        long start = told == HistoryJson.NONE ? state.sweep().watermarkMicros() : told;
        if (eventId.isEmpty() || state.sweep().isDone(eventId, start)) {
            return;
        }
        // before the question: what happens at Calendly after the answer must not look older than it
        long fetchedAt = ReportingTime.micros(clock.now());
        InviteeBodies bodies = new InviteeBodies(state, feed, event, start, fetchedAt);
        for (JsonNode invitee : api.invitees(eventId)) {
            bodies.add(invitee);
        }
        step(bodies.envelopes(), new Step.EventDone(eventId, start, bodies.seen()));
        report.event(state.sweep());
    }

    private void step(List<Envelope> envelopes, Step step) throws InterruptedException {
        output.take(envelopes, step);
        state.apply(step);
    }
}
