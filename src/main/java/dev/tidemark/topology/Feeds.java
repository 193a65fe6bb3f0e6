package dev.tidemark.topology;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.spend.SpendFolder;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.ingest.polled.PolledFiles;
import dev.tidemark.ingest.polled.SingleFile;
import dev.tidemark.ingest.replay.EventClock;
import dev.tidemark.ingest.replay.ReplayEnd;
import dev.tidemark.ingest.replay.ReplayFiles;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the job's data comes from. Live and replay differ here and nowhere else.
 *
 * @param webhooks the deliveries of Calendly
 * @param webhookWatermarks how far event time has come, by these deliveries
 * @param spend the spend files
 * @param eventTypes the event-type mapping file
 */
public record Feeds(
        Source<Envelope, ?, ?> webhooks,
        WatermarkStrategy<Envelope> webhookWatermarks,
        Source<PolledFile, ?, ?> spend,
        Source<PolledFile, ?, ?> eventTypes) {

    /** The name of the feed of Calendly's webhooks. */
    public static final String WEBHOOKS = "calendly-webhooks";

    /**
     * The live feeds. Event time goes on while no webhook comes: the Kinesis source says of a shard that was read to its
     * end that nothing older can come. No shard is taken for idle, as one that merely can't be read would be too.
     */
    public static Feeds live(TidemarkConfig config) {
        // a booking is made at most minutes before its webhook is received: time of receipt bounds event time
        WatermarkStrategy<Envelope> watermarks = WatermarkStrategy.<Envelope>forBoundedOutOfOrderness(
                        config.outOfOrderness())
                .withTimestampAssigner((e, arrival) -> e.receivedAtMicros() / 1_000);
        return new Feeds(
                KinesisFeed.source(WEBHOOKS, config),
                watermarks,
                PolledFiles.every(config.spendPollInterval(), new SpendFolder(config.spendLocation())),
                PolledFiles.every(
                        config.eventTypesPollInterval(),
                        new SingleFile(config.eventTypesLocation(), EventTypeMapping.shippedFile())));
    }

    /**
     * The feeds of a replay folder: {@code calendly-webhooks/}, {@code ad-spend/} and {@code event-types.json}; what is
     * missing is not replayed.
     *
     * @param clock tells the event time of a webhook
     * @param asOfMicros the instant to decide as of, or null for the newest event time of the input
     */
    public static Feeds replay(Path folder, EventClock clock, Long asOfMicros, boolean firstRun) {
        return new Feeds(
                new ReplayFiles(folder.resolve(WEBHOOKS).toString(), WEBHOOKS, clock, asOfMicros),
                ReplayEnd.watermarks(),
                PolledFiles.once(new SpendFolder(folder.resolve("ad-spend").toString())),
                PolledFiles.once(new SingleFile(
                        folder.resolve("event-types.json").toString(),
                        firstRun ? EventTypeMapping.shippedFile() : null)));
    }
}
