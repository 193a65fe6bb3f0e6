package dev.tidemark.domain.bookings.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.testing.GeneratedEvents;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A body to a Silver row; the baseline only walks over the tokens of its JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WebhookDecoderBenchmark {
    private final JsonFactory json = new JsonFactory();
    private WebhookDecoder decoder;
    private List<Envelope> envelopes;
    private int next;

    @Setup
    public void setUp() {
        GeneratorOptions options = GeneratorOptions.builder().bookings(300).build();
        decoder = new WebhookDecoder(new PersonKeys(new byte[32]), new ReportingTime(ZoneOffset.UTC));
        // broken ones would end the baseline early
        envelopes = GeneratedEvents.envelopes(new Traffic(options), options.start()).stream()
                .filter(e -> decoder.decode(e).event() != null)
                .toList();
    }

    @Benchmark
    public int baseline() throws IOException {
        int texts = 0;
        try (JsonParser p = json.createParser(next().body())) {
            for (JsonToken t = p.nextToken(); t != null; t = p.nextToken()) {
                texts += t == JsonToken.VALUE_STRING ? 1 : 0;
            }
        }
        return texts;
    }

    @Benchmark
    public DecodedWebhook decode() {
        return decoder.decode(next());
    }

    private Envelope next() {
        next = next + 1 == envelopes.size() ? 0 : next + 1;
        return envelopes.get(next);
    }
}
