package dev.tidemark.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.DataFileWriters;
import dev.tidemark.delta.Lake;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import dev.tidemark.domain.bookings.decode.DeliveryJudge;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.Verdict;
import dev.tidemark.domain.bookings.decode.WebhookClock;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.SignatureVerifier;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.replay.RecordedLines;
import dev.tidemark.ingest.replay.ReplayEnd;
import dev.tidemark.ingest.replay.ReplayFiles;
import dev.tidemark.topology.Feeds;
import dev.tidemark.topology.LocalEnvironment;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** The least that any such job has to do, each without what comes after it. */
public final class Baselines {
    private static final byte[] PEPPER = new byte[32];
    private static final long POLL_MILLIS = 100;

    private final Path webhooks;
    private final TidemarkConfig config;

    /** @param input a replay folder */
    public Baselines(Path input, Path lake) {
        this.webhooks = input.resolve(Feeds.WEBHOOKS);
        this.config = TidemarkConfig.parse(Map.of("lake.location", lake.toString()));
    }

    /** Reads every line and takes its body apart with a bare JSON parser, in one thread; a broken body up to its fault. */
    public void tokens() throws IOException {
        JsonFactory json = new JsonFactory();
        RecordedLines.read(webhooks, Feeds.WEBHOOKS, e -> {
            try (JsonParser parser = json.createParser(e.body())) {
                for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
                    if (t == JsonToken.VALUE_STRING) {
                        parser.getText();
                    }
                }
            } catch (JsonProcessingException broken) {
                return;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
    }

    /** Reads and decodes every line, in one thread. */
    public void parse() throws IOException {
        read(event -> {});
    }

    /** The same, and writes each accepted event into the Parquet files of Silver, committing nothing. */
    public void parseAndWrite() throws IOException {
        DataFileWriters writers = Lake.at(config.lake()).dataFileWriters();
        read(event -> {
            try {
                writers.write(BookingTables.SILVER_EVENTS, event.silver());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writers.finish();
    }

    private void read(Consumer<WebhookEvent> accepted) throws IOException {
        Decode decode = new Decode(config);
        decode.open();
        RecordedLines.read(webhooks, Feeds.WEBHOOKS, e -> decode.decode(e, accepted));
    }

    /** A Flink job that reads, decodes, and sends what was accepted to the subtask of its person, where it ends. */
    public void minimalJob(Configuration flink, int parallelism, Path state) throws Exception {
        StreamExecutionEnvironment env = LocalEnvironment.create(flink, state, Optional.empty());
        ReportingTime time = new ReportingTime(config.zone());
        ReplayFiles source = new ReplayFiles(
                webhooks.toString(), Feeds.WEBHOOKS, new WebhookClock(new PersonKeys(PEPPER), time), null);
        env.fromSource(source, ReplayEnd.watermarks(), "read")
                .uid("read")
                .process(new DecodeOperator(config))
                .returns(WebhookEventSerializer.TYPE)
                .uid("decode")
                .keyBy(WebhookEvent::personKey)
                .sinkTo(new DiscardingSink<>())
                .uid("drop");
        JobClient job = env.executeAsync("minimal");
        while (!Integer.valueOf(parallelism).equals(job.getAccumulators().get().get(EndOfReplay.ACCUMULATOR))) {
            if (job.getJobStatus().get().isTerminalState()) {
                job.getJobExecutionResult().get();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        job.cancel().get();
    }

    /** Decides on deliveries as the job does, without signatures. */
    private static final class Decode implements Serializable {
        private static final long serialVersionUID = 1L;

        private final TidemarkConfig config;
        private transient SignatureVerifier verifier;
        private transient DeliveryJudge judge;

        Decode(TidemarkConfig config) {
            this.config = config;
        }

        void open() {
            verifier = new SignatureVerifier(List.of("no webhook of a replay is signed"), config.signatureTolerance());
            judge = new DeliveryJudge(
                    new PersonKeys(PEPPER),
                    new ReportingTime(config.zone()),
                    config.allowedLateness(),
                    config.outOfOrderness());
        }

        void decode(Envelope e, Consumer<WebhookEvent> accepted) {
            Verdict verdict = judge.judge(e, verifier.verify(e));
            if (verdict.event() != null) {
                accepted.accept(verdict.event());
            }
        }
    }

    private static final class DecodeOperator extends ProcessFunction<Envelope, WebhookEvent> {
        private static final long serialVersionUID = 1L;

        private final Decode decode;
        private transient EndOfReplay endOfReplay;

        DecodeOperator(TidemarkConfig config) {
            this.decode = new Decode(config);
        }

        @Override
        public void open(OpenContext context) {
            decode.open();
            endOfReplay = new EndOfReplay();
            endOfReplay.open(getRuntimeContext());
        }

        @Override
        public void processElement(Envelope e, Context ctx, Collector<WebhookEvent> out) {
            if (ReplayEnd.isMark(e)) {
                endOfReplay.reached();
            } else {
                decode.decode(e, out::collect);
            }
        }
    }
}
