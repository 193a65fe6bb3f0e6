package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.ingest.control.FetchRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets JSON from the API, one request at a time: within its limit, with time-outs that cover slow bodies, and again after
 * a failure that may pass. The token goes to the origin of the base URL alone.
 */
final class ApiClient {
    private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST_MESSAGE = 200;

    private final HistorySettings settings;
    private final RequestPace pace;
    private final FetchClock clock;
    private final HistoryMetrics metrics;
    private final RandomGenerator random;
    private final HttpClient http;

    ApiClient(
            HistorySettings settings,
            RequestPace pace,
            FetchClock clock,
            HistoryMetrics metrics,
            RandomGenerator random) {
        this.settings = settings;
        this.pace = pace;
        this.clock = clock;
        this.metrics = metrics;
        this.random = random;
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.patience().connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Gets a document.
     *
     * @throws FetchRefusedException if a person must do something first, such as after 401 and 403
     * @throws StatusException if the API answers with another status that will not change
     * @throws IOException if all attempts failed
     */
    JsonNode get(URI uri) throws IOException, InterruptedException {
        requireOwnOrigin(uri);
        for (int attempt = 1; ; attempt++) {
            Duration wait = Duration.ZERO;
            String problem;
            pace.await();
            try {
                HttpResponse<byte[]> response = send(uri);
                pace.learn(response.headers());
                int status = response.statusCode();
                if (status == 200) {
                    return HistoryJson.MAPPER.readTree(response.body());
                }
                problem = "it answered " + status;
                if (status == TOO_MANY_REQUESTS) {
                    metrics.throttled();
                    wait = RequestPace.reset(response.headers());
                } else if (status < 500 && status != 408) {
                    throw failure(uri, status, response.body());
                }
            } catch (HttpTimeoutException e) {
                problem = "no whole answer within " + settings.patience().answer();
            } catch (JsonProcessingException e) {
                problem = "the answer is no JSON";
            } catch (FetchRefusedException | StatusException e) {
                throw e;
            } catch (IOException e) {
                problem = e.toString();
            }
            metrics.failed();
            if (attempt >= settings.patience().attempts()) {
                throw new IOException(
                        "GET " + uri.getPath() + " failed " + attempt + " times, at last because " + problem);
            }
            Duration backoff = backoff(attempt);
            LOG.debug("GET {} failed, attempt {}: {}", uri.getPath(), attempt, problem);
            // after a 429 all wait for the same second; the jitter spreads them
            clock.sleep(wait.plus(backoff));
        }
    }

    private HttpResponse<byte[]> send(URI uri) throws IOException, InterruptedException {
        metrics.requested();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + settings.token().value())
                .header("Accept", "application/json")
                .GET()
                .build();
        // a time-out of the request itself would end with the headers; a body may be slow, too
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return answer.get(settings.patience().answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no whole answer in time");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        }
    }

    /** Doubling, bounded, between half of it and the whole. */
    private Duration backoff(int attempt) {
        long first = settings.patience().firstRetry().toNanos();
        long bound = Math.min(settings.patience().longestRetry().toNanos(), first << Math.min(attempt - 1, 20));
        return Duration.ofNanos(bound / 2 + random.nextLong(bound / 2 + 1));
    }

    private void requireOwnOrigin(URI uri) throws FetchRefusedException {
        URI own = settings.baseUrl();
        boolean same = own.getScheme().equalsIgnoreCase(uri.getScheme())
                && own.getHost().equalsIgnoreCase(uri.getHost())
                && port(own) == port(uri)
                && uri.getRawUserInfo() == null;
        if (!same) {
            throw new FetchRefusedException("the API sent a link to another place, " + uri.getScheme() + "://"
                    + uri.getHost() + "; it is not followed, because the token would go there. Check that"
                    + " 'history.base-url' (" + own + ") is Calendly's API");
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static IOException failure(URI uri, int status, byte[] body) {
        String said = said(body);
        return switch (status) {
            case 401 ->
                new FetchRefusedException(
                        "Calendly does not accept the token (401" + said + "): make a new personal access"
                                + " token in Calendly under Integrations, API and webhooks, put it into the environment variable"
                                + " TIDEMARK_CALENDLY_TOKEN or into the secret of 'secrets.calendly-token-arn', and start the"
                                + " job again");
            case 403 ->
                new FetchRefusedException(
                        "the Calendly token may not read " + uri.getPath() + " (403" + said + "): it needs"
                                + " the scopes users:read and scheduled_events:read and must belong to an owner or admin of the"
                                + " organization; put such a token into the environment variable TIDEMARK_CALENDLY_TOKEN or into"
                                + " the secret of 'secrets.calendly-token-arn', and start the job again");
            default -> new StatusException(status, "GET " + uri.getPath() + " is answered with " + status + said);
        };
    }

    /** The API's own words, for a person; nothing is decided by them. */
    private static String said(byte[] body) {
        try {
            JsonNode error = HistoryJson.MAPPER.readTree(body);
            String text =
                    error.path("title").asText() + ": " + error.path("message").asText();
            return error.has("title")
                    ? ", "
                            + text.substring(0, Math.min(text.length(), LONGEST_MESSAGE))
                                    .replaceAll("\\s+", " ")
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
