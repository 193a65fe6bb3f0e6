package dev.tidemark.envelope;

import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.testing.GeneratedEvents;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The record on Kinesis; the baseline only takes the body out of its base64. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeCodecBenchmark {
    private final EnvelopeCodec codec = new EnvelopeCodec("calendly-webhooks");
    private List<Envelope> envelopes;
    private List<byte[]> records;
    private List<byte[]> bodies;
    private int next;

    @Setup
    public void setUp() {
        GeneratorOptions options = GeneratorOptions.builder().bookings(300).build();
        envelopes = GeneratedEvents.envelopes(new Traffic(options), options.start());
        records = envelopes.stream().map(codec::encode).toList();
        bodies = envelopes.stream()
                .map(e -> Base64.getEncoder().encode(e.body()))
                .toList();
    }

    @Benchmark
    public byte[] baseline() {
        return Base64.getDecoder().decode(bodies.get(next()));
    }

    @Benchmark
    public Envelope decode() {
        return codec.decode(records.get(next()), "position", 1);
    }

    @Benchmark
    public byte[] encode() {
        return codec.encode(envelopes.get(next()));
    }

    private int next() {
        next = next + 1 == records.size() ? 0 : next + 1;
        return next;
    }
}
