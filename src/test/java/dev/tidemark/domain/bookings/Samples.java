package dev.tidemark.domain.bookings;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.decode.DecodedWebhook;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookDecoder;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.replay.UnwrappedLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The sample webhooks, and how tests decode a body. */
public final class Samples {
    public static final ReportingTime UTC = new ReportingTime(ZoneOffset.UTC);
    /** After the newest sample was made. */
    public static final long RECEIVED = ReportingTime.micros(Instant.parse("2026-11-01T00:00:00Z"));

    private static final Path FOLDER = Path.of("src/test/resources/samples/calendly");

    private Samples() {}

    public static PersonKeys personKeys() {
        return new PersonKeys("a pepper for the tests".getBytes(StandardCharsets.UTF_8));
    }

    public static WebhookDecoder decoder() {
        return new WebhookDecoder(personKeys(), UTC);
    }

    /** The names of all sample files, sorted. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of the one sample whose name begins so, without the wrapping that some have. */
    public static byte[] body(String prefix) {
        List<String> found = names().stream().filter(n -> n.startsWith(prefix)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(prefix + " names " + found);
        }
        try (InputStream in = Files.newInputStream(FOLDER.resolve(found.get(0)))) {
            return UnwrappedLine.body(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The accepted event of a sample. */
    public static WebhookEvent event(String prefix) {
        DecodedWebhook d = decoder().decode(envelope(prefix, body(prefix)));
        if (d.event() == null) {
            throw new IllegalArgumentException(prefix + " is not accepted: " + d.failures());
        }
        return d.event();
    }

    public static Envelope envelope(String id, byte[] body) {
        return new Envelope(
                "calendly-webhooks", id, RECEIVED, null, body, "test/" + id, RECEIVED, Envelope.Origin.PULLED, null);
    }
}
