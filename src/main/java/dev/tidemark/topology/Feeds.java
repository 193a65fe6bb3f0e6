package dev.tidemark.topology;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.reference.TrackEventTypes;
import dev.tidemark.domain.bookings.spend.AcceptSpend;
import dev.tidemark.domain.bookings.spend.SpendPlace;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.calendly.CalendlyHistory;
import dev.tidemark.ingest.calendly.CalendlyToken;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.ingest.polled.FilePlace;
import dev.tidemark.ingest.polled.FixedFile;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.ingest.polled.PolledFiles;
import dev.tidemark.ingest.polled.SingleFile;
import dev.tidemark.ingest.replay.EventClock;
import dev.tidemark.ingest.replay.ReplayEnd;
import dev.tidemark.ingest.replay.ReplayFiles;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the job's data comes from. Live and replay differ here and nowhere else.
 *
 * @param webhooks the deliveries of Calendly
 * @param webhookWatermarks how far event time has come, by these deliveries
 * @param history the same bookings as Calendly's REST API tells them
 * @param spend the spend files
 * @param eventTypes the event-type mapping file
 * @param initialMapping in force until that file was read
 */
public record Feeds(
        Source<Envelope, ?, ?> webhooks,
        WatermarkStrategy<Envelope> webhookWatermarks,
        Source<Envelope, ?, ?> history,
        Source<PolledFile, ?, ?> spend,
        Source<PolledFile, ?, ?> eventTypes,
        EventTypeMapping initialMapping) {

    /** The name of the feed of Calendly's webhooks. */
    public static final String WEBHOOKS = "calendly-webhooks";

    /** A mapping is held in memory by every subtask. */
    private static final long MAX_MAPPING_BYTES = 16 << 20;

    private static final FixedFile SHIPPED_EVENT_TYPES = new FixedFile("(shipped)", EventTypeMapping.shippedFile());

    /** The name of the feed of Calendly's REST history. */
    public static final String HISTORY = "calendly-history";

    /**
     * The live feeds. Event time goes on while no webhook comes: the Kinesis source says of a shard that was read to its
     * end that nothing older can come. No shard is taken for idle, as one that merely can't be read would be too.
     *
     * @param token the token of Calendly's REST API, or null to leave its history out
     */
    public static Feeds live(TidemarkConfig config, CalendlyToken token) {
        ControlFolder control = new ControlFolder(config.lake(), config.access());
        // a booking is made at most minutes before its webhook is received: time of receipt bounds event time
        WatermarkStrategy<Envelope> watermarks = WatermarkStrategy.<Envelope>forBoundedOutOfOrderness(
                        config.outOfOrderness())
                .withTimestampAssigner((e, arrival) -> e.receivedAtMicros() / 1_000);
        return new Feeds(
                KinesisFeed.source(WEBHOOKS, config),
                watermarks,
                HistoryFeed.source(config, token, control),
                PolledFiles.scheduled(AcceptSpend.FEED, spendPlace(config), config.spendSchedule(), control),
                PolledFiles.scheduled(
                        TrackEventTypes.FEED,
                        eventTypesPlace(config),
                        Schedule.every(config.eventTypesPollInterval()),
                        control),
                EventTypeMapping.shipped());
    }

    private static FilePlace spendPlace(TidemarkConfig config) {
        return config.spendLocation() == null
                ? FixedFile.NONE
                : new SpendPlace(config.spendLocation(), config.access(), config.spendMaxFileBytes());
    }

    private static FilePlace eventTypesPlace(TidemarkConfig config) {
        return config.eventTypesLocation() == null
                ? SHIPPED_EVENT_TYPES
                : new SingleFile(config.eventTypesLocation(), config.access(), MAX_MAPPING_BYTES);
    }

    /**
     * The feeds of a replay folder: {@code calendly-webhooks/}, {@code ad-spend/} and {@code event-types.json}; what is
     * missing is not replayed.
     *
     * @param clock tells the event time of a webhook
     * @param asOfMicros the instant to decide as of, or null for the newest event time of the input
     */
    public static Feeds replay(
            Path folder, TidemarkConfig config, EventClock clock, Long asOfMicros, boolean firstRun) {
        return new Feeds(
                new ReplayFiles(folder.resolve(WEBHOOKS).toString(), WEBHOOKS, clock, asOfMicros),
                ReplayEnd.watermarks(),
                CalendlyHistory.off(HISTORY),
                PolledFiles.once(AcceptSpend.FEED, replayedSpend(folder.resolve("ad-spend"), config)),
                PolledFiles.once(
                        TrackEventTypes.FEED, replayedEventTypes(folder.resolve("event-types.json"), firstRun)),
                replayedMapping(folder.resolve("event-types.json")));
    }

    /** The file's mapping, so that no webhook is read before it; a broken file is told of when the job reads it. */
    private static EventTypeMapping replayedMapping(Path file) {
        try {
            return Files.exists(file)
                    ? EventTypeMapping.parse(Files.readAllBytes(file), Long.MIN_VALUE)
                    : EventTypeMapping.shipped();
        } catch (IOException e) {
            return EventTypeMapping.shipped();
        }
    }

    private static FilePlace replayedSpend(Path folder, TidemarkConfig config) {
        return Files.isDirectory(folder)
                ? new SpendPlace(new Location.Folder(folder.toString()), config.access(), config.spendMaxFileBytes())
                : FixedFile.NONE;
    }

    private static FilePlace replayedEventTypes(Path file, boolean firstRun) {
        if (Files.exists(file)) {
            return new SingleFile(new Location.Folder(file.toString()), AccessSettings.DEFAULT, MAX_MAPPING_BYTES);
        }
        return firstRun ? SHIPPED_EVENT_TYPES : FixedFile.NONE;
    }

    /** The same feeds with another source of the REST history. */
    public Feeds withHistory(Source<Envelope, ?, ?> other) {
        return new Feeds(webhooks, webhookWatermarks, other, spend, eventTypes, initialMapping);
    }
}
