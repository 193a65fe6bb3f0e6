package dev.tidemark.testing;

import dev.tidemark.s3.S3ClientFactory;
import dev.tidemark.s3.S3Settings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/** A stand-in for S3 in a JVM of its own, one for all tests of this JVM; it ends with it. Buckets are in memory. */
public final class LocalS3 {
    private static LocalS3 running;

    private final URI address;
    private final AtomicInteger buckets = new AtomicInteger();

    private LocalS3(URI address) {
        this.address = address;
    }

    /** Started now, if it does not run yet. */
    public static synchronized LocalS3 get() {
        if (running == null) {
            try {
                running = start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    private static LocalS3 start() throws IOException {
        Path built = Path.of("target", "s3proxy").toAbsolutePath();
        Process process = new ProcessBuilder(List.of(
                        ProductCommand.java(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        built.resolve("classes")
                                + File.pathSeparator
                                + Files.readString(built.resolve("classpath.txt")),
                        "LocalS3"))
                .redirectError(built.resolve("s3proxy.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = out.readLine();
        if (port == null) {
            throw new IOException(
                    "the stand-in for S3 did not start: " + Files.readString(built.resolve("s3proxy.log")));
        }
        return new LocalS3(URI.create("http://127.0.0.1:" + port));
    }

    public URI address() {
        return address;
    }

    /** How to reach it. */
    public S3Settings settings() {
        return settings(address);
    }

    /** How to reach it by way of another address. */
    public static S3Settings settings(URI address) {
        return new S3Settings(address, "us-east-1", true, Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** Makes an empty bucket. */
    public String newBucket() {
        String bucket = "bucket-" + buckets.incrementAndGet();
        try (S3Client client = client()) {
            client.createBucket(r -> r.bucket(bucket));
        }
        return bucket;
    }

    /** A plain client; close it. */
    public S3Client client() {
        return S3ClientFactory.make(settings());
    }
}
