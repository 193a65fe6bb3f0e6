package dev.tidemark.ingest.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchLoopTest {
    private static final Schedule SELDOM = Schedule.every(Duration.ofDays(1));

    @TempDir
    private Path lake;

    private final AtomicInteger fetches = new AtomicInteger();

    @Test
    void fetchesAtTheStartAndAnswersARequestFromBefore() throws Exception {
        String request = control().request("f");
        try (FetchLoop loop = new FetchLoop("f", control(), SELDOM, fetches::incrementAndGet)) {
            loop.start();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> control().answered("f").isPresent());
            assertThat(control().answered("f")).contains(new ControlFolder.Answer(request, null));
            assertThat(fetches).hasValue(1);
        }
    }

    @Test
    void fetchesBySchedule() {
        try (FetchLoop loop =
                new FetchLoop("f", control(), Schedule.every(Duration.ofMillis(1)), fetches::incrementAndGet)) {
            loop.start();

            await().atMost(Duration.ofMinutes(1)).until(() -> fetches.get() >= 3);
        }
    }

    @Test
    void aRequestDuringAFetchIsAnsweredByTheNextOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FetchLoop.Fetch slow = () -> {
            fetches.incrementAndGet();
            begun.countDown();
            go.await();
        };
        try (FetchLoop loop = new FetchLoop("f", control(), SELDOM, slow)) {
            loop.start();
            begun.await();
            String request = control().request("f");
            go.countDown();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> control().answered("f").isPresent());
            assertThat(control().answered("f")).contains(new ControlFolder.Answer(request, null));
            assertThat(fetches).hasValue(2);
        }
    }

    @Test
    void aFetchThatFailsIsToldAndDoesNotEndTheLoop() throws Exception {
        FetchLoop.Fetch failing = () -> {
            switch (fetches.incrementAndGet()) {
                case 1 -> throw new IOException("out of reach");
                case 2 -> throw new IllegalStateException("a mistake");
                case 3 -> throw new OutOfMemoryError("too much");
                default -> {}
            }
        };
        try (FetchLoop loop = new FetchLoop("f", control(), SELDOM, failing)) {
            loop.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> fetches.get() == 1);
            for (String failure : new String[] {"a mistake", "too much", null}) {
                String request = control().request("f");
                ControlFolder.Answer expected = new ControlFolder.Answer(request, failure);

                await().atMost(Duration.ofMinutes(1))
                        .until(() ->
                                control().answered("f").filter(expected::equals).isPresent());
            }
        }
    }

    private ControlFolder control() {
        return new ControlFolder(lake.toString());
    }
}
