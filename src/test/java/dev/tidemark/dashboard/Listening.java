package dev.tidemark.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;

/** Reads the events of a dashboard as they come. Close it. */
final class Listening implements AutoCloseable {
    private final InputStream in;
    private final StringBuffer text = new StringBuffer();

    private Listening(InputStream in) {
        this.in = in;
        Thread reader = new Thread(this::read, "listening");
        reader.setDaemon(true);
        reader.start();
    }

    static Listening to(Page page) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = page.http()
                .send(
                        HttpRequest.newBuilder(page.uri("/api/events"))
                                .header("Accept", "text/event-stream")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new Listening(answer.body());
    }

    private void read() {
        byte[] bytes = new byte[4096];
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                text.append(new String(bytes, 0, n, UTF_8));
            }
        } catch (IOException e) {
            text.append("(ended)");
        }
    }

    String text() {
        return text.toString();
    }

    /** Whether an event of that name came with data that contains a text. */
    boolean has(String event, String data) {
        return Arrays.stream(text().split("\n\n"))
                .anyMatch(e -> e.startsWith("event: " + event + "\n") && e.contains(data));
    }

    /** Waits for an event whose data contains a text; how long that took. */
    Duration within(Duration most, String data) {
        long began = System.nanoTime();
        await().atMost(most).pollInterval(Duration.ofMillis(10)).until(() -> text().contains(data));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
