package dev.tidemark.ingest.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.FileServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStoreTest {
    private static final AccessSettings PATIENT =
            new AccessSettings(null, null, false, Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final AccessSettings IMPATIENT =
            new AccessSettings(null, null, false, Duration.ofSeconds(10), Duration.ofMillis(200));

    private final FileServer server = new FileServer();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void close() {
        never.countDown();
        server.close();
    }

    @Test
    void readsAFileWithItsEtagAndNotAgainWhileItIsTheSame() throws IOException {
        server.put("/spend/a.json", "[1]", "\"v1\"");
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a.json", null, 100))).isEqualTo("[1] \"v1\"");
            assertThat(store.read("a.json", "\"v1\"", 100)).isInstanceOf(FileContent.Unchanged.class);

            server.put("/spend/a.json", "[2]", "\"v2\"");

            assertThat(whole(store.read("a.json", "\"v1\"", 100))).isEqualTo("[2] \"v2\"");
        }
    }

    @Test
    void aServerWithoutEtagsIsReadEachTime() throws IOException {
        server.put("/spend/a.json", "[1]", null);
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a.json", null, 100))).isEqualTo("[1] null");
        }
    }

    @Test
    void anEmptyFileHasNoBytes() throws IOException {
        server.put("/spend/a.json", "", null);
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a.json", null, 100))).isEqualTo(" null");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aFileThatIsNotThereIsMissing(int status) throws IOException {
        server.answer("/spend/a.json", FileServer.status(status));
        try (FileStore store = open(PATIENT)) {
            assertThat(store.read("a.json", null, 100)).isInstanceOf(FileContent.Missing.class);
        }
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void whatMayPassIsTriedAgain(int status) throws IOException {
        server.put("/spend/a.json", "[1]", null);
        AtomicInteger asked = new AtomicInteger();
        server.answer("/spend/a.json", exchange -> {
            if (asked.incrementAndGet() == 2) {
                server.answer("/spend/a.json", null);
            }
            exchange.sendResponseHeaders(status, -1);
        });
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a.json", null, 100))).isEqualTo("[1] null");
        }
        assertThat(server.count("/spend/a.json", status)).isEqualTo(2);
    }

    @Test
    void butNotForEver() {
        server.answer("/spend/a.json", FileServer.status(502));
        try (FileStore store = open(PATIENT)) {
            assertThatThrownBy(() -> store.read("a.json", null, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server answered 502 (4 attempts)");
        }
        assertThat(server.requests()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 400})
    void whatWillNotPassIsNotTriedAgain(int status) {
        server.answer("/spend/a.json", FileServer.status(status));
        try (FileStore store = open(PATIENT)) {
            assertThatThrownBy(() -> store.read("a.json", null, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server answered " + status);
        }
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatHangsDoesNotHoldItUp(boolean afterAByte) {
        server.answer("/spend/a.json", exchange -> {
            if (afterAByte) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('[');
                exchange.getResponseBody().flush();
            }
            awaitNever();
        });
        try (FileStore store = open(IMPATIENT)) {
            assertThatThrownBy(() -> store.read("a.json", null, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(afterAByte ? "sent 1 bytes, then nothing" : "sent 0 bytes, then nothing");
        }
    }

    @Test
    void aBodyThatEndsTooSoonIsTriedAgain() throws IOException {
        server.put("/spend/a.json", "[1]", null);
        server.answer("/spend/a.json", exchange -> {
            server.answer("/spend/a.json", null);
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write('[');
        });
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a.json", null, 100))).isEqualTo("[1] null");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileThatIsTooLargeIsNotRead(boolean sizeSaid) throws IOException {
        server.answer("/spend/a.json", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.sendResponseHeaders(200, sizeSaid ? 101 : 0);
            exchange.getResponseBody().write(new byte[101]);
        });
        try (FileStore store = open(PATIENT)) {
            assertThat(store.read("a.json", null, 100)).isEqualTo(new FileContent.TooLarge("\"v1\"", 101));
            assertThat(store.read("a.json", null, 101)).isInstanceOf(FileContent.Whole.class);
        }
    }

    @Test
    void redirectsOnTheSameHostAreFollowedAndOthersRefused() throws IOException {
        server.put("/moved/a.json", "[1]", null);
        server.answer("/spend/a.json", redirect("/moved/a.json"));
        server.answer("/spend/b.json", redirect("http://localhost:1/a.json"));
        server.answer("/spend/c.json", redirect("/spend/c.json"));
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a.json", null, 100))).isEqualTo("[1] null");
            assertThatThrownBy(() -> store.read("b.json", null, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("redirects to http://localhost:1, which is not followed");
            assertThatThrownBy(() -> store.read("c.json", null, 100)).hasMessageContaining("more than 5 times");
        }
    }

    @Test
    void aNameIsNeverAPath() throws IOException {
        server.put("/secret.json", "[1]", null);
        server.put("/spend/a b?.json", "[2]", null);
        try (FileStore store = open(PATIENT)) {
            assertThat(whole(store.read("a b?.json", null, 100))).isEqualTo("[2] null");
            assertThat(store.read("../secret.json", null, 100)).isInstanceOf(FileContent.Missing.class);
            assertThatThrownBy(() -> store.read("..", null, 100)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.answer("/spend/a.json", exchange -> {
            asked.countDown();
            awaitNever();
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try (FileStore store = open(PATIENT)) {
                store.read("a.json", null, 100);
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        reader.start();
        asked.await();

        reader.interrupt();
        reader.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    }

    private FileStore open(AccessSettings settings) {
        return FileStore.open(Location.parse(server.address("/spend/").toString()), settings);
    }

    private static FileServer.Answer redirect(String to) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    private void awaitNever() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String whole(FileContent content) {
        FileContent.Whole whole = (FileContent.Whole) content;
        return new String(whole.bytes(), UTF_8) + " " + whole.etag();
    }
}
