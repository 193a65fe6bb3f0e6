package dev.tidemark.ingest.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.FileServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The S3 client against a server that answers GetObject, PutObject and ListObjectsV2. */
class S3StoreTest {
    private final FileServer server = new FileServer();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void close() {
        never.countDown();
        server.close();
    }

    @Test
    void readsAnObjectWithItsEtagAndNotAgainWhileItIsTheSame() throws IOException {
        server.put("/bucket/in/a.json", "[1]", "\"v1\"");
        try (FileStore store = open("s3://bucket/in", Duration.ofSeconds(30))) {
            FileContent.Whole first = (FileContent.Whole) store.read("a.json", null, 100);
            assertThat(new String(first.bytes(), UTF_8)).isEqualTo("[1]");
            assertThat(first.etag()).isEqualTo("\"v1\"");
            assertThat(store.read("a.json", "\"v1\"", 100)).isInstanceOf(FileContent.Unchanged.class);
            assertThat(store.read("b.json", null, 100)).isInstanceOf(FileContent.Missing.class);
            assertThat(store.read("a.json", null, 2)).isEqualTo(new FileContent.TooLarge("\"v1\"", 3));
        }
    }

    @Test
    void listsWhatLiesDirectlyUnderThePrefixOverSeveralPages() throws IOException {
        for (String key : new String[] {"in/c.json", "in/a.json", "in/b.json", "in/deeper/d.json", "inner/e.json"}) {
            server.put("/bucket/" + key, "x", null);
        }
        try (FileStore store = open("s3://bucket/in", Duration.ofSeconds(30))) {
            assertThat(store.list().orElseThrow()).containsExactly("a.json", "b.json", "c.json");
        }
    }

    @Test
    void writesAnObject() throws IOException {
        try (WritableStore store = (WritableStore) open("s3://bucket/lake/_control", Duration.ofSeconds(30))) {
            store.write("fetch-x", "now".getBytes(UTF_8));

            FileContent.Whole read = (FileContent.Whole) store.read("fetch-x", null, 100);
            assertThat(new String(read.bytes(), UTF_8)).isEqualTo("now");
        }
        assertThat(server.requests().get(0).path()).isEqualTo("/bucket/lake/_control/fetch-x");
    }

    @Test
    void whatMayPassIsTriedAgain() throws IOException {
        server.put("/bucket/in/a.json", "[1]", null);
        AtomicInteger asked = new AtomicInteger();
        server.answer("/bucket/in/a.json", exchange -> {
            if (asked.incrementAndGet() == 2) {
                server.answer("/bucket/in/a.json", null);
            }
            exchange.sendResponseHeaders(503, -1);
        });
        try (FileStore store = open("s3://bucket/in", Duration.ofSeconds(30))) {
            assertThat(store.read("a.json", null, 100)).isInstanceOf(FileContent.Whole.class);
        }
    }

    @Test
    void aServerThatHangsAfterAByteDoesNotHoldItUp() {
        server.answer("/bucket/in/a.json", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (FileStore store = open("s3://bucket/in", Duration.ofMillis(200))) {
            assertThatThrownBy(() -> store.read("a.json", null, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("s3://bucket/in: ")
                    .hasMessageContaining("timed out");
        }
    }

    @Test
    void whatIsForbiddenIsSaid() {
        server.answer("/bucket/in/a.json", FileServer.status(403));
        try (FileStore store = open("s3://bucket/in", Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> store.read("a.json", null, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403");
        }
    }

    private FileStore open(String location, Duration readTimeout) {
        return FileStore.open(
                Location.parse(location),
                new AccessSettings(server.address(""), null, true, Duration.ofSeconds(10), readTimeout));
    }
}
