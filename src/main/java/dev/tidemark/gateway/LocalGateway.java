package dev.tidemark.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The front door for a local run, in place of API Gateway: takes {@code POST /calendly-webhooks}, wraps each delivery
 * with the template that API Gateway runs, puts it to Kinesis, and only then answers.
 *
 * <ul>
 *   <li>200 {@code {"message":"accepted","id":".."}}: Kinesis has the record, whatever the body was
 *   <li>503: Kinesis has not taken it in time; the sender tries again, so a record may come twice
 *   <li>413: more than 10 MiB, API Gateway's own limit
 *   <li>404, 405: a wrong address or method; {@code GET /health} answers 200
 * </ul>
 */
public final class LocalGateway implements AutoCloseable {

    /** The feed and its path; its template is {@code kinesis/gateway/calendly-webhooks.vtl}. */
    public static final String FEED = "calendly-webhooks";

    static {
        // The JDK's server reads these once. Without the first, every answer waits 40 ms for Nagle's algorithm and the
        // delayed acknowledgement; without the second, a client that stops amid its request holds a thread for ever.
        setUnlessGiven("sun.net.httpserver.nodelay", "true");
        setUnlessGiven("sun.net.httpserver.maxReqTime", "30"); // seconds, like API Gateway's 29
    }

    private final HttpServer server;
    private final WebhookHandler handler;
    private final ExecutorService threads;
    private final KinesisWriter kinesis;

    private LocalGateway(HttpServer server, WebhookHandler handler, ExecutorService threads, KinesisWriter kinesis) {
        this.server = server;
        this.handler = handler;
        this.threads = threads;
        this.kinesis = kinesis;
    }

    /**
     * A gateway in the making.
     *
     * @param kinesisEndpoint the local Kinesis, such as {@code http://127.0.0.1:4567}
     * @param stream the stream to put to; it must be there
     */
    public static Builder builder(URI kinesisEndpoint, String stream) {
        return new Builder(kinesisEndpoint, stream);
    }

    /** The address to post webhooks to. */
    public URI url() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/" + FEED);
    }

    /** Takes no more deliveries, gives those under way up to two seconds, and lets go of the port. */
    @Override
    public void close() {
        try {
            handler.drain(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // not stop(2): the JDK's server sleeps that long even when nothing is under way
        server.stop(0);
        threads.shutdownNow();
        kinesis.close();
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Settings of a gateway; the defaults are those of the demo. */
    public static final class Builder {
        private final URI kinesisEndpoint;
        private final String stream;
        private String host = "127.0.0.1";
        private int port;
        private int concurrency = 64;
        // together well within the 15 s after which Calendly gives up on an answer; and nearly all of it for the first:
        // a
        // put of a large body that is only slow would be made twice, and slow down all others
        private Duration attemptTimeout = Duration.ofSeconds(9);
        private Duration callTimeout = Duration.ofSeconds(10);
        private DeliveryListener listener = new DeliveryListener() {};

        private Builder(URI kinesisEndpoint, String stream) {
            this.kinesisEndpoint = kinesisEndpoint;
            this.stream = stream;
        }

        /** The address to listen on; loopback unless given. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** The port to listen on; 0, as unless given, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** How many deliveries are worked on at once; the others wait in their connections. */
        public Builder concurrency(int value) {
            concurrency = value;
            return this;
        }

        /** How long one put may take, and all its attempts together, before the sender is told to try again. */
        public Builder kinesisTimeouts(Duration attempt, Duration call) {
            attemptTimeout = attempt;
            callTimeout = call;
            return this;
        }

        public Builder listener(DeliveryListener value) {
            listener = value;
            return this;
        }

        /** @throws IOException if the port cannot be had */
        public LocalGateway start() throws IOException {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            HttpServer server = HttpServer.create(address, 0);
            AtomicInteger number = new AtomicInteger();
            // The queue needs no bound of its own: a connection has at most one request in it, its body unread.
            ExecutorService threads = Executors.newFixedThreadPool(
                    concurrency, task -> new Thread(task, "gateway-" + number.incrementAndGet()));
            KinesisWriter kinesis = new KinesisWriter(kinesisEndpoint, concurrency, attemptTimeout, callTimeout);
            server.setExecutor(threads);
            WebhookHandler handler = new WebhookHandler(
                    MappingTemplate.ofFeed(FEED), Map.of("calendlyStream", stream), kinesis, listener);
            server.createContext("/", handler);
            server.start();
            return new LocalGateway(server, handler, threads, kinesis);
        }
    }
}
