package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchLoop;
import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.testing.FileServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
    private static final Schedule SELDOM = Schedule.every(Duration.ofDays(1));

    @TempDir
    private Path lake;

    private final AtomicInteger fetches = new AtomicInteger();
    private final PrintStream console = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(console);
    }

    @Test
    void waitsForAFetchThatBeganAfterTheRequest() {
        try (FetchLoop loop = new FetchLoop("ad-spend", control(), SELDOM, fetches::incrementAndGet)) {
            loop.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> fetches.get() == 1);

            assertThat(run("fetch", "spend", "--lake=" + lake, "--wait")).isZero();

            assertThat(fetches).hasValue(2);
        }
    }

    @Test
    void saysThatTheFetchFailed() {
        FetchLoop.Fetch failing = () -> {
            throw new IOException("out of reach");
        };
        try (FetchLoop loop = new FetchLoop("calendly-history", control(), SELDOM, failing)) {
            loop.start();

            assertThat(run("fetch", "history", "--lake=" + lake, "--wait")).isEqualTo(1);

            assertThat(said()).contains("the fetch of calendly-history failed: out of reach");
        }
    }

    @Test
    void saysThatNoJobSeemsToRun() {
        assertThat(run("fetch", "spend", "--lake=" + lake, "--wait", "--patience=1"))
                .isEqualTo(1);

        assertThat(said()).contains("no job seems to run on the lake " + lake);
    }

    @Test
    void withoutWaitingItOnlyAsks() throws IOException {
        assertThat(run("fetch", "SPEND", "--lake=" + lake)).isZero();

        assertThat(control().requested("ad-spend")).isNotNull();
        assertThat(said()).contains("no job has told of this feed");
    }

    @Test
    void aLakeThatIsNotThereIsNoLake() {
        assertThat(run("fetch", "spend", "--lake=" + lake.resolve("none"))).isEqualTo(1);

        assertThat(said()).contains("there is no lake");
    }

    @Test
    void asksAJobWhoseLakeIsOnS3() {
        try (FileServer s3 = new FileServer()) {
            AccessSettings settings =
                    new AccessSettings(s3.address(""), null, true, Duration.ofSeconds(10), Duration.ofSeconds(30));
            ControlFolder control = new ControlFolder("s3://bucket/lake", settings);
            try (FetchLoop loop = new FetchLoop("ad-spend", control, SELDOM, fetches::incrementAndGet)) {
                loop.start();
                await().atMost(Duration.ofMinutes(1)).until(() -> fetches.get() == 1);

                assertThat(run(
                                "fetch",
                                "spend",
                                "--lake=s3://bucket/lake",
                                "--wait",
                                "-D",
                                "s3.path-style=true",
                                "-D",
                                "s3.endpoint=" + s3.address("")))
                        .as(said())
                        .isZero();

                assertThat(fetches).hasValue(2);
            }
        }
    }

    private ControlFolder control() {
        return new ControlFolder(lake.toString());
    }

    private int run(String... args) {
        return Main.run(args);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
