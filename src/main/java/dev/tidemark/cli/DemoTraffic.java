package dev.tidemark.cli;

import dev.tidemark.gateway.WebhookSender;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReferenceFiles;
import dev.tidemark.generate.Traffic;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The demo's sample traffic: generated, signed, and sent through the gateway. Which traffic it is and how far it has been
 * acknowledged stands in a file of the lake, so that a demo that was killed goes on where it was, repeating a few
 * deliveries as Calendly would.
 */
final class DemoTraffic {
    static final int CONCURRENCY = 8;
    private static final int SAVE_EVERY = 20;

    private final Path file;
    private final GeneratorOptions options;
    private final AtomicLong acknowledged;
    private volatile WebhookSender sender;

    private DemoTraffic(Path file, GeneratorOptions options, long acknowledged) {
        this.file = file;
        this.options = options;
        this.acknowledged = new AtomicLong(acknowledged);
    }

    /**
     * The traffic that this folder began with, or a new one.
     *
     * @param fresh describes new traffic; its end must not lie in the future
     */
    static DemoTraffic in(Path folder, GeneratorOptions.Builder fresh, int bookings, int days, long seed)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("traffic.properties");
        Properties p = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                p.load(in);
            }
        } else {
            p.setProperty("bookings", String.valueOf(bookings));
            p.setProperty("days", String.valueOf(days));
            p.setProperty("seed", String.valueOf(seed));
            p.setProperty("end", Instant.now().toString());
            p.setProperty("acknowledged", "0");
        }
        GeneratorOptions options = fresh.bookings(Integer.parseInt(p.getProperty("bookings")))
                .days(Integer.parseInt(p.getProperty("days")))
                .seed(Long.parseLong(p.getProperty("seed")))
                .end(Instant.parse(p.getProperty("end")))
                .build();
        DemoTraffic traffic = new DemoTraffic(file, options, Long.parseLong(p.getProperty("acknowledged")));
        traffic.save();
        new ReferenceFiles(options).write(folder);
        return traffic;
    }

    GeneratorOptions options() {
        return options;
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /** Sends what has not been acknowledged; returns when all is, or when {@link #stop} was called. */
    void send(URI gateway, String signingKey, double perSecond) throws InterruptedException, IOException {
        long from = acknowledged.get();
        Iterator<byte[]> bodies = Traffic.toSend(options, from).bodies();
        try (WebhookSender s = WebhookSender.builder(gateway, signingKey)
                .perSecond(perSecond)
                // when the local Kinesis is slow, few at a time keep it from drowning in repetitions
                .concurrency(CONCURRENCY)
                .acknowledgedUpTo(this::acknowledge)
                .build()) {
            sender = s;
            acknowledged.set(s.send(bodies, from));
        }
        save();
    }

    void stop() {
        WebhookSender s = sender;
        if (s != null) {
            s.stop();
        }
    }

    private void acknowledge(long upTo) {
        long before = acknowledged.getAndAccumulate(upTo, Math::max);
        if (upTo / SAVE_EVERY != before / SAVE_EVERY) {
            save();
        }
    }

    private synchronized void save() {
        Properties p = new Properties();
        p.setProperty("bookings", String.valueOf(options.bookings()));
        p.setProperty("days", String.valueOf(options.days()));
        p.setProperty("seed", String.valueOf(options.seed()));
        p.setProperty("end", options.end().toString());
        p.setProperty("acknowledged", String.valueOf(acknowledged.get()));
        Path made = file.resolveSibling("traffic.tmp");
        try (Writer out = Files.newBufferedWriter(made)) {
            p.store(out, null);
            out.flush();
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's progress cannot be kept in " + file, e);
        }
    }
}
