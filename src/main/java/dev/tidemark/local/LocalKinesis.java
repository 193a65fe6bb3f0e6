package dev.tidemark.local;

import dev.tidemark.ingest.kinesis.StreamDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A Kinesis of this machine: the npm package {@code kinesis-local} as a child process on 127.0.0.1, over plain HTTP.
 *
 * <pre>{@code
 * try (LocalKinesis kinesis = LocalKinesis.builder().persistTo(lake.resolve("_kinesis")).start()) {
 *     kinesis.ensureStream(definition);
 *     ... kinesis.endpoint(), kinesis.streamArn(definition.name()) ...
 * }
 * }</pre>
 *
 * <p>The child ends with this JVM, however that ends. Of a persistent one, all that was acknowledged is on disk by then;
 * only a kill of the child itself, or of the machine, loses what came since its start. The last write is of all data, so
 * this is for thousands of records, not for millions.
 */
public final class LocalKinesis implements AutoCloseable {
    /** The account that the local streams belong to. */
    public static final String ACCOUNT = "000000000000";

    public static final String REGION = "us-east-1";
    /** Any credentials do. An access key of 12 digits would stand for another account. */
    public static final String ACCESS_KEY_ID = "local";

    public static final String SECRET_KEY = "local";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final LocalKinesisProcess process;
    private final KinesisAsyncClient client;

    private LocalKinesis(LocalKinesisProcess process) {
        this.process = process;
        this.client = newClient();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a {@link LocalKinesis} is started with. */
    public static final class Builder {
        private Path home = Path.of(System.getProperty("tidemark.home", ""));
        private int port;
        private Path persistDirectory;
        private Consumer<String> progress = line -> {};

        private Builder() {}

        /** The project's folder; default: the system property {@code tidemark.home}, else the current folder. */
        public Builder home(Path folder) {
            this.home = folder;
            return this;
        }

        /** The port to listen on; default 0, any free one. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** The folder that keeps the streams for the next start; default: memory only. One process at a time. */
        public Builder persistTo(Path folder) {
            this.persistDirectory = folder;
            return this;
        }

        /** Gets lines for people: what npm and the child say. Not for standard output. */
        public Builder progress(Consumer<String> listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Installs the package when needed, starts it and waits until it answers.
         *
         * @throws IOException saying what is missing (Node.js, npm, the project's folder) or why the child ended
         */
        public LocalKinesis start() throws IOException {
            Path folder = home.toAbsolutePath().normalize().resolve("kinesis").resolve("local");
            new NodePackage(folder, progress).install();
            return new LocalKinesis(LocalKinesisProcess.start(folder, port, persistDirectory, progress));
        }
    }

    public URI endpoint() {
        return process.endpoint();
    }

    public int port() {
        return process.endpoint().getPort();
    }

    public String streamArn(String stream) {
        return "arn:aws:kinesis:" + REGION + ":" + ACCOUNT + ":stream/" + stream;
    }

    /** The process id of the child. */
    public long pid() {
        return process.pid();
    }

    /** A client of this Kinesis; it ends with it. */
    public KinesisAsyncClient client() {
        return client;
    }

    /** Makes the stream unless it is there, and waits until it can be used. An existing one keeps its shards. */
    public void ensureStream(StreamDefinition definition) throws IOException {
        new LocalStreams(client)
                .ensure(
                        definition.name(),
                        definition.shards(),
                        definition.retentionHours(),
                        definition.maxRecordSizeKiB());
    }

    /** The same with Kinesis' own defaults: records of up to 1 MiB are kept for 24 hours. */
    public void ensureStream(String name, int shards) throws IOException {
        new LocalStreams(client).ensure(name, shards, LocalStreams.DEFAULT_HOURS, LocalStreams.DEFAULT_KIB);
    }

    private KinesisAsyncClient newClient() {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_KEY)))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
                .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT))
                .build();
    }

    /** Waits until what was acknowledged is on disk, then ends the child. */
    @Override
    public void close() {
        client.close();
        process.close();
    }
}
