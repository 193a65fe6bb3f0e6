package dev.tidemark.ingest.store;

import dev.tidemark.ingest.Backoff;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP address. Redirects are followed on the same host only: an address that was configured must not be able to send
 * the job to another one.
 */
final class HttpStore implements FileStore {
    private static final int ATTEMPTS = 4;
    private static final int REDIRECTS = 5;
    /** A server that sends a byte now and then does not hold a fetch up for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Location.Http location;
    private final Duration readTimeout;
    private final HttpClient client;

    HttpStore(Location.Http location, AccessSettings settings) {
        this.location = location;
        this.readTimeout = settings.readTimeout();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    @Override
    public FileContent read(String name, String knownEtag, long maxBytes) throws IOException {
        for (int failures = 1; ; failures++) {
            try {
                return follow(address(name), knownEtag, maxBytes);
            } catch (PermanentFailure | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (failures == ATTEMPTS) {
                    throw new IOException(
                            (e.getMessage() == null ? e.toString() : e.getMessage()) + " (" + ATTEMPTS + " attempts)",
                            e);
                }
                pause(failures);
            }
        }
    }

    /** Names in an HTTP folder are known by its index only. */
    @Override
    public Optional<List<String>> list() {
        return Optional.empty();
    }

    private FileContent follow(URI address, String knownEtag, long maxBytes) throws IOException {
        URI at = address;
        for (int i = 0; i <= REDIRECTS; i++) {
            HttpResponse<FileContent> response = get(at, knownEtag, maxBytes);
            int status = response.statusCode();
            switch (status) {
                case 200:
                    return response.body();
                case 304:
                    return new FileContent.Unchanged();
                case 404, 410:
                    return new FileContent.Missing();
                case 301, 302, 303, 307, 308:
                    at = redirected(
                            at, response.headers().firstValue("location").orElse(""));
                    break;
                default:
                    String message = "the server answered " + status;
                    if (status >= 500 || status == 429 || status == 408) {
                        throw new IOException(message);
                    }
                    throw new PermanentFailure(message);
            }
        }
        throw new PermanentFailure("the server redirects more than " + REDIRECTS + " times");
    }

    private static URI redirected(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure("the server redirects to what is no address");
        }
        boolean secureEnough = from.getScheme().equalsIgnoreCase(to.getScheme()) && from.getPort() == to.getPort()
                || "https".equalsIgnoreCase(to.getScheme()) && from.getPort() == -1 && to.getPort() == -1;
        if (location.isEmpty() || !secureEnough || !from.getHost().equalsIgnoreCase(to.getHost())) {
            throw new PermanentFailure("the server redirects to " + to.getScheme() + "://" + to.getRawAuthority()
                    + ", which is not followed; configure the address that is meant");
        }
        return to;
    }

    private HttpResponse<FileContent> get(URI address, String knownEtag, long maxBytes) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (knownEtag != null) {
            request.header("If-None-Match", knownEtag);
        }
        Download download = new Download(maxBytes);
        CompletableFuture<HttpResponse<FileContent>> response = client.sendAsync(request.build(), download);
        long started = System.nanoTime();
        long seen = 0;
        while (true) {
            try {
                return response.get(readTimeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = download.receivedBytes();
                if (now == seen || System.nanoTime() - started > LONGEST.toNanos()) {
                    response.cancel(true);
                    throw new HttpTimeoutException("the server sent " + now + " bytes, then nothing for "
                            + readTimeout.toMillis() + " ms or too slowly");
                }
                seen = now;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io
                        ? new IOException(io.getMessage() == null ? io.toString() : io.getMessage(), io)
                        : new IOException(e.getCause());
            } catch (InterruptedException e) {
                response.cancel(true);
                throw interrupted();
            }
        }
    }

    private URI address(String name) throws IOException {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IOException("'" + name + "' is no file name");
        }
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return location.withPath(location.base().getRawPath() + "/" + encoded);
    }

    private static void pause(int failures) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(Backoff.delayMillis(failures, ThreadLocalRandom.current()));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    @Override
    public void close() {}

    /** Trying again would give the same. */
    private static final class PermanentFailure extends IOException {
        private static final long serialVersionUID = 1L;

        PermanentFailure(String message) {
            super(message);
        }
    }
}
