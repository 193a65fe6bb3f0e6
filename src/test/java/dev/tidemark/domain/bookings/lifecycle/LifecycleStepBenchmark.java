package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.testing.GeneratedEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What one event changes; the baseline takes the person from its bytes and back, as a backend on disk does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LifecycleStepBenchmark {
    private static final List<String> CHANNELS = List.of("facebook", "google", "youtube");

    private final ReportingTime time = new ReportingTime(ZoneOffset.UTC);
    private final BookingChains chains = new BookingChains(time);
    private final List<GoldTable> gold = BookingGold.tables(new WindowRule(time, Duration.ofDays(2)));
    private final DataOutputSerializer bytes = new DataOutputSerializer(4096);
    private List<WebhookEvent> events;
    private Map<String, Person> persons;
    private List<byte[]> stored;
    private int next;

    @Setup
    public void setUp() throws IOException {
        GeneratorOptions options = GeneratorOptions.builder().bookings(2_000).build();
        events = GeneratedEvents.accepted(new Traffic(options), options.start(), new PersonKeys(new byte[32]), time);
        persons = new HashMap<>();
        for (WebhookEvent e : events) {
            TakeEvent.into(persons.computeIfAbsent(e.personKey(), k -> new Person()), e);
        }
        stored = persons.values().stream().map(this::bytes).toList();
        persons.clear();
        next = 0;
    }

    @Benchmark
    public byte[] baseline() throws IOException {
        byte[] of = stored.get(next++ % stored.size());
        return bytes(PersonSerializer.INSTANCE.deserialize(new DataInputDeserializer(of)));
    }

    @Benchmark
    public void step(Blackhole out) {
        if (next == events.size()) {
            next = 0;
            persons.clear();
        }
        WebhookEvent e = events.get(next++);
        Person person = persons.computeIfAbsent(e.personKey(), k -> new Person());
        List<Booking> before = person.invitees.isEmpty() ? List.of() : chains.of(e.personKey(), person);
        if (TakeEvent.into(person, e) == TakeEvent.Outcome.DUPLICATE) {
            return;
        }
        Invitee invitee = person.find(e.inviteeId());
        invitee.channel = CHANNELS.get(0);
        List<Booking> after = chains.of(e.personKey(), person);
        out.consume(Changes.between(before, after));
        Facts.contribute(Facts.of(before, CHANNELS), Facts.of(after, CHANNELS), gold, out::consume);
    }

    private byte[] bytes(Person person) {
        bytes.clear();
        try {
            PersonSerializer.INSTANCE.serialize(person, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.getCopyOfBuffer();
    }
}
