package dev.tidemark.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The child process: {@code node run.js}. It lives as long as the pipe to its standard input is open. */
final class LocalKinesisProcess implements AutoCloseable {
    /** Also covers a predecessor on the same folder that is still writing, and reading back what it wrote. */
    private static final Duration START_WITHIN = Duration.ofSeconds(330);

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    /** Longer than run.js gives its last writes. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(305);

    private static final String LISTENING = "listening ";
    /** In a warning of its runtime about each long write, with advice for its authors. */
    private static final String BUSY = "Your app's responsiveness";

    private final Process process;
    private final URI endpoint;

    private LocalKinesisProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static LocalKinesisProcess start(Path folder, int port, Path persistDirectory, Consumer<String> progress)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("node", "run.js")).directory(folder.toFile());
        settings(builder.environment(), port, persistDirectory);
        Process process = NodePackage.start(builder);
        List<String> errors = new CopyOnWriteArrayList<>();
        try {
            CompletableFuture<Integer> bound = new CompletableFuture<>();
            Thread errorOutput = drain(process.getErrorStream(), line -> {
                if (line.contains(BUSY)) {
                    return;
                }
                progress.accept(line);
                if (!bound.isDone()) {
                    errors.add(line);
                }
            });
            drain(process.getInputStream(), line -> {
                if (line.startsWith(LISTENING)) {
                    bound.complete(Integer.parseInt(line.substring(LISTENING.length())));
                } else {
                    progress.accept(line);
                }
            });
            process.onExit().thenAccept(ended -> {
                awaitEnd(errorOutput);
                bound.completeExceptionally(new IOException("The local Kinesis ended with exit code "
                        + ended.exitValue() + " while starting: " + String.join("\n", errors)));
            });
            URI endpoint = URI.create("http://127.0.0.1:" + awaitPort(bound));
            awaitHealthy(endpoint, process);
            return new LocalKinesisProcess(process, endpoint);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static void settings(Map<String, String> environment, int port, Path persistDirectory) {
        environment.put("KINESIS_MOCK_PLAIN_PORT", String.valueOf(port));
        environment.put("AWS_ACCOUNT_ID", LocalKinesis.ACCOUNT);
        environment.put("AWS_REGION", LocalKinesis.REGION);
        environment.put("SHARD_LIMIT", "10000");
        environment.put("LOG_LEVEL", "ERROR");
        for (String operation : List.of(
                "CREATE_STREAM",
                "DELETE_STREAM",
                "REGISTER_STREAM_CONSUMER",
                "DEREGISTER_STREAM_CONSUMER",
                "START_STREAM_ENCRYPTION",
                "STOP_STREAM_ENCRYPTION",
                "MERGE_SHARDS",
                "SPLIT_SHARD",
                "UPDATE_SHARD_COUNT",
                "UPDATE_STREAM_MODE")) {
            environment.put(operation + "_DURATION", "20ms");
        }
        environment.put("SHOULD_PERSIST_DATA", String.valueOf(persistDirectory != null));
        if (persistDirectory != null) {
            environment.put("PERSIST_PATH", persistDirectory.toAbsolutePath().toString());
        }
    }

    private static Thread drain(InputStream stream, Consumer<String> lines) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(lines);
                    } catch (IOException | UncheckedIOException e) {
                        // the pipe is gone with the child
                    }
                },
                "local-kinesis-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(PROBE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int awaitPort(CompletableFuture<Integer> bound) throws IOException {
        try {
            return bound.get(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("The local Kinesis did not listen within " + START_WITHIN.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting the local Kinesis", e);
        }
    }

    /** It listens a moment before it can answer, and a request of that moment hangs: hence the time-outs. */
    private static void awaitHealthy(URI endpoint, Process process) throws IOException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();
        HttpRequest probe = HttpRequest.newBuilder(endpoint.resolve("/healthcheck"))
                .timeout(PROBE_TIMEOUT)
                .build();
        long deadline = System.nanoTime() + START_WITHIN.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                if (http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (IOException e) {
                // not yet
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while starting the local Kinesis", e);
            }
        }
        throw new IOException("The local Kinesis at " + endpoint + " does not answer");
    }

    URI endpoint() {
        return endpoint;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        try {
            // run.js ends when its input does, after its last writes
            process.getOutputStream().close();
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
