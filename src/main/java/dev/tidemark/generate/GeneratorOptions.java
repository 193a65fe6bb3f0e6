package dev.tidemark.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What traffic to generate. Everything is decided by these values alone. A share is 0 to 1; a share of 0 leaves that
 * oddity out altogether, a share above 0 makes each variant of it occur at least once from about 300 bookings over a
 * week on.
 *
 * @param bookings how many bookings are made, each invitee of a group event counted
 * @param start when the traffic starts
 * @param days over how many days of 24 hours; nothing has happened, nor arrives, after them. Of a live traffic (bodies
 *     sent now) keep it below 50, or old bodies are late
 * @param seed another seed, another traffic
 * @param reportingZone the zone of the days and hours in the expected tables
 * @param hosts how many people meetings are booked with
 * @param campaigns how many event types belong to a campaign
 * @param cancellations share of bookings that are canceled in the end
 * @param cancelBeforeCreate share of bookings whose cancellation arrives before, or without, their creation; part of
 *     {@code cancellations}
 * @param rescheduled share of bookings that are moved, 1 to 4 times
 * @param halfMissing share of moves of which one half never comes
 * @param noShows share of bookings marked as no-show
 * @param noShowsCleared share of no-shows that are taken back
 * @param groupEvents share of bookings that share their scheduled event with others
 * @param repeatPeople share of bookings made by somebody who booked before, often in another spelling of the e-mail
 * @param unmappedEventTypes share of bookings on event types that are in no mapping
 * @param duplicates share of deliveries that are sent again
 * @param disorder share of deliveries that are delayed
 * @param disorderMax the longest such delay, at most 20 days: more would make them late
 * @param late for each booking, the chance that a late delivery, of something else, comes along
 * @param malformed for each booking, the chance that a delivery comes along that must go to quarantine
 * @param unsupportedKinds for each booking, the chance that a webhook of a kind comes along which bookings do not use
 */
public record GeneratorOptions(
        int bookings,
        Instant start,
        int days,
        long seed,
        ZoneId reportingZone,
        int hosts,
        int campaigns,
        double cancellations,
        double cancelBeforeCreate,
        double rescheduled,
        double halfMissing,
        double noShows,
        double noShowsCleared,
        double groupEvents,
        double repeatPeople,
        double unmappedEventTypes,
        double duplicates,
        double disorder,
        Duration disorderMax,
        double late,
        double malformed,
        double unsupportedKinds) {

    private static final double USUAL_CANCEL_BEFORE_CREATE = 0.02;

    /** @throws IllegalArgumentException if anything is out of range; the message names everything that is */
    public GeneratorOptions {
        List<String> problems = new ArrayList<>();
        atLeast(problems, "bookings", bookings, 1);
        atLeast(problems, "days", days, 1);
        atLeast(problems, "hosts", hosts, 1);
        atLeast(problems, "campaigns", campaigns, 0);
        share(problems, "cancellations", cancellations);
        share(problems, "cancelBeforeCreate", cancelBeforeCreate);
        share(problems, "rescheduled", rescheduled);
        share(problems, "halfMissing", halfMissing);
        share(problems, "noShows", noShows);
        share(problems, "noShowsCleared", noShowsCleared);
        share(problems, "groupEvents", groupEvents);
        share(problems, "repeatPeople", repeatPeople);
        share(problems, "unmappedEventTypes", unmappedEventTypes);
        share(problems, "duplicates", duplicates);
        share(problems, "disorder", disorder);
        share(problems, "late", late);
        share(problems, "malformed", malformed);
        share(problems, "unsupportedKinds", unsupportedKinds);
        if (cancelBeforeCreate > cancellations) {
            problems.add("cancelBeforeCreate must not be above cancellations (" + cancellations + "), but is "
                    + cancelBeforeCreate);
        }
        if (cancellations + noShows > 1) {
            problems.add(
                    "cancellations and noShows together must not be above 1, but are " + (cancellations + noShows));
        }
        if (disorderMax.isNegative() || disorderMax.compareTo(Duration.ofDays(20)) > 0) {
            problems.add("disorderMax must be 0 to 20 days, but is " + disorderMax);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The instant of the last delivery. */
    public Instant end() {
        return start.plus(Duration.ofDays(days));
    }

    /** 20,000 bookings over 30 days with every oddity. */
    public static GeneratorOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    private static void atLeast(List<String> problems, String name, int value, int least) {
        if (value < least) {
            problems.add(name + " must be at least " + least + ", but is " + value);
        }
    }

    private static void share(List<String> problems, String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            problems.add(name + " is a share, 0 to 1, but is " + value);
        }
    }

    /** The defaults, to be changed one by one. */
    public static final class Builder {
        private int bookings = 20_000;
        private Instant start = Instant.parse("2026-01-01T00:00:00Z");
        private Instant end;
        private int days = 30;
        private long seed = 1;
        private ZoneId reportingZone = ZoneOffset.UTC;
        private int hosts = 8;
        private int campaigns = 4;
        private double cancellations = 0.12;
        private Double cancelBeforeCreate;
        private double rescheduled = 0.12;
        private double halfMissing = 0.01;
        private double noShows = 0.06;
        private double noShowsCleared = 0.2;
        private double groupEvents = 0.03;
        private double repeatPeople = 0.1;
        private double unmappedEventTypes = 0.25;
        private double duplicates = 0.05;
        private double disorder = 0.1;
        private Duration disorderMax = Duration.ofHours(6);
        private double late = 0.002;
        private double malformed = 0.003;
        private double unsupportedKinds = 0.005;

        private Builder() {}

        public Builder bookings(int value) {
            bookings = value;
            return this;
        }

        /** When the traffic starts; takes back an earlier {@link #end}. */
        public Builder start(Instant value) {
            start = value;
            end = null;
            return this;
        }

        /** When the traffic ends, instead of when it starts: for live use, the time of sending at the latest. */
        public Builder end(Instant value) {
            end = value;
            return this;
        }

        public Builder days(int value) {
            days = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder reportingZone(ZoneId value) {
            reportingZone = value;
            return this;
        }

        public Builder hosts(int value) {
            hosts = value;
            return this;
        }

        public Builder campaigns(int value) {
            campaigns = value;
            return this;
        }

        public Builder cancellations(double value) {
            cancellations = value;
            return this;
        }

        /** Where this is not called: 0.02, or all cancellations if they are fewer. */
        public Builder cancelBeforeCreate(double value) {
            cancelBeforeCreate = value;
            return this;
        }

        public Builder rescheduled(double value) {
            rescheduled = value;
            return this;
        }

        public Builder halfMissing(double value) {
            halfMissing = value;
            return this;
        }

        public Builder noShows(double value) {
            noShows = value;
            return this;
        }

        public Builder noShowsCleared(double value) {
            noShowsCleared = value;
            return this;
        }

        public Builder groupEvents(double value) {
            groupEvents = value;
            return this;
        }

        public Builder repeatPeople(double value) {
            repeatPeople = value;
            return this;
        }

        public Builder unmappedEventTypes(double value) {
            unmappedEventTypes = value;
            return this;
        }

        public Builder duplicates(double value) {
            duplicates = value;
            return this;
        }

        public Builder disorder(double value) {
            disorder = value;
            return this;
        }

        public Builder disorderMax(Duration value) {
            disorderMax = value;
            return this;
        }

        public Builder late(double value) {
            late = value;
            return this;
        }

        public Builder malformed(double value) {
            malformed = value;
            return this;
        }

        public Builder unsupportedKinds(double value) {
            unsupportedKinds = value;
            return this;
        }

        /** Every delivery a new booking of its own: nothing happens to one, and none comes twice, late or broken. */
        public Builder onlyNewBookings() {
            return cancellations(0)
                    .cancelBeforeCreate(0)
                    .rescheduled(0)
                    .halfMissing(0)
                    .noShows(0)
                    .noShowsCleared(0)
                    .duplicates(0)
                    .disorder(0)
                    .late(0)
                    .malformed(0)
                    .unsupportedKinds(0);
        }

        /** @throws IllegalArgumentException if anything is out of range; the message names everything that is */
        public GeneratorOptions build() {
            return new GeneratorOptions(
                    bookings,
                    end == null ? start : end.minus(Duration.ofDays(days)),
                    days,
                    seed,
                    reportingZone,
                    hosts,
                    campaigns,
                    cancellations,
                    cancelBeforeCreate == null
                            ? Math.min(USUAL_CANCEL_BEFORE_CREATE, Math.max(0, cancellations))
                            : cancelBeforeCreate,
                    rescheduled,
                    halfMissing,
                    noShows,
                    noShowsCleared,
                    groupEvents,
                    repeatPeople,
                    unmappedEventTypes,
                    duplicates,
                    disorder,
                    disorderMax,
                    late,
                    malformed,
                    unsupportedKinds);
        }
    }
}
