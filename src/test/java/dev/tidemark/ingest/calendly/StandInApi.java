package dev.tidemark.ingest.calendly;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.contract.Iso8601;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stands in for Calendly's REST API on a free port of this machine: bearer token, listings by start time with pages whose
 * links expire, invitees, the rate limit with its headers, and trouble on demand. It keeps an account of every request
 * that it should not have got.
 */
public final class StandInApi implements AutoCloseable {
    static {
        // or each answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public static final String TOKEN = "stand-in-token";
    public static final String ORGANIZATION = "https://api.calendly.com/organizations/AAAA";
    private static final ObjectMapper JSON = HistoryJson.MAPPER;

    /** What may happen to a request instead of its answer. */
    public enum Trouble {
        TOO_MANY,
        SERVER_ERROR,
        SLOW_BODY,
        CUT,
        UNAUTHORIZED,
        FORBIDDEN,
        NO_JSON
    }

    private record Event(JsonNode json, long startMicros, List<ObjectNode> invitees) {}

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Event> events = new ConcurrentSkipListMap<>();
    /** Trouble by the number of the request, from 1. */
    private final Map<Integer, Trouble> troubles = new ConcurrentHashMap<>();

    private final Map<String, Trouble> troubleOfPath = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger expired = new AtomicInteger();
    private final AtomicInteger linksToExpire = new AtomicInteger();
    private volatile int limit = 1_000_000;
    private volatile String foreignLink;
    private long windowStart = System.nanoTime();
    private int inWindow;

    public StandInApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Adds or replaces a scheduled event with its invitees. */
    public StandInApi put(ObjectNode event, List<ObjectNode> invitees) {
        events.put(
                HistoryJson.id(event, "uri"),
                new Event(event, Iso8601.micros(event.get("start_time").asText()), List.copyOf(invitees)));
        return this;
    }

    /** A copy of the first event that is so. */
    public ObjectNode anEvent(Predicate<JsonNode> so) {
        return events.values().stream()
                .map(Event::json)
                .filter(so)
                .findFirst()
                .orElseThrow()
                .deepCopy();
    }

    /** Replaces an event; its invitees stay. */
    public void change(ObjectNode event) {
        put(event, events.get(HistoryJson.id(event, "uri")).invitees());
    }

    public int size() {
        return events.size();
    }

    /** So many requests are allowed in a minute. */
    public StandInApi limit(int requestsPerMinute) {
        limit = requestsPerMinute;
        return this;
    }

    /** The request with that number, from 1 on, goes wrong. */
    public StandInApi trouble(int request, Trouble trouble) {
        troubles.put(request, trouble);
        return this;
    }

    /** Every request of a path goes wrong until told otherwise; null for no more trouble. */
    public StandInApi trouble(String path, Trouble trouble) {
        if (trouble == null) {
            troubleOfPath.remove(path);
        } else {
            troubleOfPath.put(path, trouble);
        }
        return this;
    }

    /** The next links that are followed are not good any more. */
    public StandInApi expireLinks(int links) {
        linksToExpire.set(links);
        return this;
    }

    /** The links to further pages lead there. */
    public StandInApi linkTo(String elsewhere) {
        foreignLink = elsewhere;
        return this;
    }

    /** Path and query of every request so far. */
    public List<String> requests() {
        return requests;
    }

    public long requests(String pathPart) {
        return requests.stream().filter(r -> r.contains(pathPart)).count();
    }

    /** Requests above the limit, and others that should not have come. */
    public List<String> violations() {
        return violations;
    }

    /** How many links had expired when they were followed. */
    public int expired() {
        return expired.get();
    }

    private void handle(HttpExchange x) throws IOException {
        try (x) {
            requests.add(x.getRequestURI().toString());
            int number = requests.size();
            int used = account(x);
            x.getResponseHeaders().add("X-RateLimit-Limit", String.valueOf(limit));
            x.getResponseHeaders().add("X-RateLimit-Remaining", String.valueOf(Math.max(0, limit - used)));
            x.getResponseHeaders().add("X-RateLimit-Reset", String.valueOf(secondsToReset()));
            Trouble trouble = troubleOfPath.getOrDefault(x.getRequestURI().getPath(), troubles.get(number));
            if (!("Bearer " + TOKEN).equals(x.getRequestHeaders().getFirst("Authorization"))) {
                error(x, 401, "Unauthenticated");
            } else if (used > limit) {
                error(x, 429, "Too Many Requests");
            } else if (trouble != null) {
                goWrong(x, trouble);
            } else {
                answer(x);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int account(HttpExchange x) {
        if (System.nanoTime() - windowStart >= TimeUnit.MINUTES.toNanos(1)) {
            windowStart = System.nanoTime();
            inWindow = 0;
        }
        if (++inWindow > limit) {
            violations.add("above the limit: " + x.getRequestURI());
        }
        return inWindow;
    }

    private synchronized long secondsToReset() {
        return Math.max(0, 60 - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - windowStart));
    }

    private void goWrong(HttpExchange x, Trouble trouble) throws IOException, InterruptedException {
        switch (trouble) {
            case TOO_MANY -> {
                x.getResponseHeaders().set("X-RateLimit-Remaining", "0");
                x.getResponseHeaders().set("X-RateLimit-Reset", "0");
                error(x, 429, "Too Many Requests");
            }
            case SERVER_ERROR -> error(x, 503, "Service Unavailable");
            case UNAUTHORIZED -> error(x, 401, "Unauthenticated");
            case FORBIDDEN -> error(x, 403, "Permission Denied");
            case NO_JSON -> send(x, 200, "<html>".getBytes(UTF_8));
            case SLOW_BODY -> {
                x.sendResponseHeaders(200, 1_000);
                x.getResponseBody().write('{');
                x.getResponseBody().flush();
                closed.await(10, TimeUnit.SECONDS); // nobody waits so long for the rest
            }
            case CUT -> {
                x.sendResponseHeaders(200, 1_000);
                x.getResponseBody().write("{\"collection\"".getBytes(UTF_8));
            }
        }
    }

    private void answer(HttpExchange x) throws IOException {
        String path = x.getRequestURI().getPath();
        Map<String, String> query = query(x.getRequestURI());
        if (path.equals("/users/me")) {
            ObjectNode user = JSON.createObjectNode();
            user.putObject("resource").put("current_organization", ORGANIZATION);
            send(x, 200, JSON.writeValueAsBytes(user));
        } else if (path.equals("/scheduled_events")) {
            listEvents(x, query);
        } else if (path.startsWith("/scheduled_events/") && path.endsWith("/invitees")) {
            Event event = events.get(path.split("/")[2]);
            if (event == null) {
                error(x, 404, "Resource Not Found");
            } else {
                page(x, event.invitees(), query, path + "?count=" + query.get("count"));
            }
        } else {
            violations.add("no such place: " + x.getRequestURI());
            error(x, 404, "Resource Not Found");
        }
    }

    private void listEvents(HttpExchange x, Map<String, String> query) throws IOException {
        boolean sound = ORGANIZATION.equals(query.get("organization"))
                && "start_time:asc".equals(query.get("sort"))
                && Integer.parseInt(query.getOrDefault("count", "20")) <= 100;
        if (!sound) {
            violations.add("a wrong question: " + x.getRequestURI());
            error(x, 400, "Invalid Argument");
            return;
        }
        long from = Iso8601.micros(query.get("min_start_time"));
        long to = query.containsKey("max_start_time") ? Iso8601.micros(query.get("max_start_time")) : Long.MAX_VALUE;
        List<JsonNode> found = new ArrayList<>();
        events.values().stream()
                .filter(e -> e.startMicros() >= from && e.startMicros() <= to)
                .sorted(Comparator.comparingLong(Event::startMicros))
                .forEach(e -> found.add(e.json()));
        String raw = x.getRequestURI().getRawQuery();
        int token = raw.indexOf("&page_token=");
        page(x, found, query, "/scheduled_events?" + (token < 0 ? raw : raw.substring(0, token)));
    }

    private void page(HttpExchange x, List<? extends JsonNode> items, Map<String, String> query, String self)
            throws IOException {
        int at = 0;
        if (query.containsKey("page_token")) {
            if (linksToExpire.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                expired.incrementAndGet();
                error(x, 400, "Invalid Argument");
                return;
            }
            at = Integer.parseInt(query.get("page_token"));
        }
        int end = Math.min(items.size(), at + Integer.parseInt(query.getOrDefault("count", "20")));
        ObjectNode page = JSON.createObjectNode();
        items.subList(at, end).forEach(page.putArray("collection")::add);
        String next = (foreignLink == null ? url() : foreignLink) + self + "&page_token=" + end;
        page.putObject("pagination").put("count", end - at).put("next_page", end < items.size() ? next : null);
        send(x, 200, JSON.writeValueAsBytes(page));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return query;
    }

    private static void error(HttpExchange x, int status, String title) throws IOException {
        ObjectNode error = JSON.createObjectNode();
        error.put("title", title).put("message", "as the stand-in was told");
        send(x, status, JSON.writeValueAsBytes(error));
    }

    private static void send(HttpExchange x, int status, byte[] body) throws IOException {
        x.getResponseHeaders().set("Content-Type", "application/json");
        x.sendResponseHeaders(status, body.length);
        x.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        workers.shutdownNow();
    }

    /** A one-to-one event on that day; its id is {@code E-name}, its invitee's {@code name}. */
    public static ObjectNode event(String name, String start) {
        ObjectNode event = JSON.createObjectNode();
        event.put("uri", "https://api.calendly.com/scheduled_events/E-" + name);
        event.put("status", "active");
        event.put("start_time", start);
        event.put("end_time", Instant.parse(start).plus(Duration.ofMinutes(30)).toString());
        event.put("event_type", "https://api.calendly.com/event_types/T");
        event.put("updated_at", "2026-01-01T09:00:00.000000Z");
        event.putObject("location").put("type", "physical").put("location", "Room 1");
        event.putArray("event_memberships").addObject().put("user", "https://api.calendly.com/users/U1");
        return event;
    }

    /** An active invitee of {@link #event}. */
    public static ObjectNode invitee(String name) {
        String event = "https://api.calendly.com/scheduled_events/E-" + name;
        ObjectNode invitee = JSON.createObjectNode();
        invitee.put("uri", event + "/invitees/" + name);
        invitee.put("event", event);
        invitee.put("email", name + "@example.test");
        invitee.put("status", "active");
        invitee.put("rescheduled", false);
        invitee.put("created_at", "2026-01-01T09:00:00.000000Z");
        invitee.put("updated_at", "2026-01-01T09:00:01.000000Z");
        invitee.putNull("old_invitee");
        invitee.putNull("new_invitee");
        invitee.putNull("no_show");
        return invitee;
    }
}
