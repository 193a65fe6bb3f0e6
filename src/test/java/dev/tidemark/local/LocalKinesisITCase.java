package dev.tidemark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.ingest.kinesis.StreamDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@Timeout(120)
class LocalKinesisITCase {

    @TempDir
    private Path folder;

    @Test
    void makesAStreamOnceAsDefined() throws Exception {
        StreamDefinition definition = new StreamDefinition("webhooks", "calendly-webhooks", 2, 168, 2048, "any");
        try (LocalKinesis kinesis = LocalKinesis.builder().start()) {
            kinesis.ensureStream(definition);
            put(kinesis.client(), "webhooks", "one");
            kinesis.ensureStream(definition);

            assertThat(read(kinesis.client(), "webhooks")).containsExactly("one");
            assertThat(kinesis.client()
                            .describeStreamSummary(r -> r.streamARN(kinesis.streamArn("webhooks")))
                            .join()
                            .streamDescriptionSummary())
                    .satisfies(stream -> {
                        assertThat(stream.openShardCount()).isEqualTo(2);
                        assertThat(stream.retentionPeriodHours()).isEqualTo(168);
                    });
        }
    }

    @Test
    void keepsAcknowledgedRecordsAcrossACleanStop() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            long pid;
            try (LocalKinesis kinesis = LocalKinesis.builder().persistTo(folder).start()) {
                pid = kinesis.pid();
                kinesis.ensureStream("kept", 1);
                for (int i = 0; i < 20; i++) {
                    put(kinesis.client(), "kept", "r" + round + "-" + i);
                    expected.add("r" + round + "-" + i);
                }
            }
            assertThat(alive(pid)).isFalse();
        }
        try (LocalKinesis kinesis = LocalKinesis.builder().persistTo(folder).start()) {
            assertThat(read(kinesis.client(), "kept")).containsExactlyElementsOf(expected);
        }
    }

    /** The JVM has no chance to close anything; the child must go all the same, and nothing acknowledged with it. */
    @Test
    void endsWithAKilledParentAndLosesNothing() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalKinesisHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] said;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
            said = out.readLine().split(" ");
            try (KinesisAsyncClient client = client(URI.create(said[1]))) {
                put(client, "held", "acknowledged just before the kill");
            }
        } finally {
            holder.destroyForcibly();
        }
        long child = Long.parseLong(said[0]);
        await().atMost(Duration.ofSeconds(30)).until(() -> !alive(child));

        try (LocalKinesis kinesis = LocalKinesis.builder().persistTo(folder).start()) {
            assertThat(read(kinesis.client(), "held")).containsExactly("acknowledged just before the kill");
        }
    }

    /** The one before may end, and take its mark away, just when the next one looks at it. */
    @Test
    void takesAFolderWhoseHolderEndsAtThatMoment() throws Exception {
        LocalKinesis.builder().start().close(); // installed now
        Path mark = Files.writeString(folder.resolve("running.pid"), "1");
        Path hook = Files.writeString(
                folder.resolve("hook.js"),
                "const fs = require('fs'); const read = fs.readFileSync; let first = true;"
                        + " fs.readFileSync = (file, ...rest) => {"
                        + " if (first && String(file).endsWith('running.pid')) { first = false; fs.rmSync(file); }"
                        + " return read(file, ...rest); };");
        ProcessBuilder builder = new ProcessBuilder("node", "--require", hook.toString(), "run.js")
                .directory(Path.of("kinesis", "local").toFile())
                .redirectErrorStream(true);
        builder.environment().put("SHOULD_PERSIST_DATA", "true");
        builder.environment().put("PERSIST_PATH", folder.toString());
        Process process = builder.start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).startsWith("listening ");
            assertThat(mark).hasContent(String.valueOf(process.pid()));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (LocalKinesis kinesis = LocalKinesis.builder().start()) {
            assertThatThrownBy(() ->
                            LocalKinesis.builder().port(kinesis.port()).start().close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + kinesis.port())
                    .hasMessageContaining("EADDRINUSE");
        }
    }

    @Test
    void saysThatTheProjectFolderIsWrong() {
        assertThatThrownBy(() -> LocalKinesis.builder().home(folder).start().close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("package-lock.json")
                .hasMessageContaining("tidemark.home");
    }

    @Test
    void installsWhatIsMissingOrOlderThanTheLock() throws Exception {
        Path local = Files.createDirectories(folder.resolve("kinesis").resolve("local"));
        for (String file : List.of("package.json", "package-lock.json", "run.js")) {
            Files.copy(Path.of("kinesis", "local", file), local.resolve(file));
        }
        List<String> progress = new ArrayList<>();
        LocalKinesis.builder().home(folder).progress(progress::add).start().close();
        LocalKinesis.builder().home(folder).progress(progress::add).start().close();

        assertThat(progress).filteredOn(line -> line.contains("npm ci")).hasSize(1);
    }

    private static void put(KinesisAsyncClient client, String stream, String text) {
        client.putRecord(r -> r.streamName(stream).partitionKey("key").data(SdkBytes.fromUtf8String(text)))
                .join();
    }

    private static List<String> read(KinesisAsyncClient client, String stream) {
        List<String> texts = new ArrayList<>();
        for (Shard shard : client.listShards(r -> r.streamName(stream)).join().shards()) {
            String iterator = client.getShardIterator(r -> r.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            GetRecordsResponse response = client.getRecords(
                            r -> r.shardIterator(iterator).limit(1000))
                    .join();
            response.records().stream()
                    .map(Record::data)
                    .map(SdkBytes::asUtf8String)
                    .forEach(texts::add);
        }
        return texts;
    }

    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalKinesis.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalKinesis.ACCESS_KEY_ID, LocalKinesis.SECRET_KEY)))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .build();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
