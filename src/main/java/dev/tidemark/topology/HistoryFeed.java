package dev.tidemark.topology;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.calendly.CalendlyHistory;
import dev.tidemark.ingest.calendly.CalendlyToken;
import dev.tidemark.ingest.calendly.HistorySettings;
import dev.tidemark.ingest.control.ControlFolder;
import org.apache.flink.api.connector.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the source of Calendly's REST history. */
final class HistoryFeed {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFeed.class);

    private HistoryFeed() {}

    /**
     * The source.
     *
     * @param token the API's token, or null if there is none: the feed is off then
     * @param control where it is asked for a sweep
     */
    static Source<Envelope, ?, ?> source(TidemarkConfig config, CalendlyToken token, ControlFolder control) {
        if (token == null) {
            LOG.info(
                    "the feed {} is off: there is no Calendly token. To turn it on, set the environment variable"
                            + " TIDEMARK_CALENDLY_TOKEN, or 'secrets.calendly-token-arn' to the ARN of a secret",
                    Feeds.HISTORY);
            return CalendlyHistory.off(Feeds.HISTORY);
        }
        TidemarkConfig.History history = config.history();
        HistorySettings settings = new HistorySettings(
                history.baseUrl(),
                token,
                history.start(),
                history.lookBack(),
                history.schedule(),
                history.requestsPerMinute(),
                HistorySettings.Patience.USUAL);
        return CalendlyHistory.of(Feeds.HISTORY, settings, control);
    }
}
