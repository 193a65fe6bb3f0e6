package dev.tidemark.dashboard;

import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every answer goes out: its headers, its tag, its errors. */
final class HttpAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);
    private static final String JSON_TYPE = "application/json; charset=utf-8";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** A campaign's name may be long, and be in an address. */
    private static final int HEADER_BYTES = 64 << 10;

    private static final int GZIP_LEVEL = 5;

    private final Guard guard;
    private final PageFiles files = new PageFiles();

    /** Makes an answer. */
    @FunctionalInterface
    interface Making<T> {
        T make() throws IOException;
    }

    private record ErrorBody(ErrorText error) {}

    private record ErrorText(int status, String message) {}

    HttpAnswers(Guard guard) {
        this.guard = guard;
    }

    void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = 1024;
        config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(HEADER_BYTES);
            http.setSendServerVersion(false);
        });
        config.jetty.modifyServer(server -> server.setErrorHandler(new ErrorHandler() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                int status = response.getStatus();
                Object message = request.getAttribute(ERROR_MESSAGE);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON_TYPE);
                byte[] body = error(status, message == null ? "the request can't be read" : message.toString());
                response.write(true, java.nio.ByteBuffer.wrap(body), callback);
                return true;
            }
        }));
        config.routes.before(this::before);
        config.routes.exception(ApiException.class, (e, ctx) -> fail(ctx, e.status(), e.getMessage()));
        config.routes.exception(
                HttpResponseException.class,
                (e, ctx) -> fail(
                        ctx,
                        e.getStatus(),
                        e.getStatus() == 405
                                ? "that can't be done here; what can: "
                                        + e.getDetails().getOrDefault("availableMethods", "GET")
                                : e.getMessage()));
        config.routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} failed", ctx.path(), e);
            fail(ctx, 500, "the lake can't be read just now: " + reason(e) + "; the server's log says more");
        });
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void before(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        guard.requireHost(ctx.header("Host"));
        if (ctx.path().startsWith("/api/")) {
            guard.requireToken(ctx.header("Authorization"));
        }
    }

    void requireOwnPage(Context ctx) {
        guard.requireOwnPage(ctx.header("X-Tidemark-Action"), ctx.header("Origin"), ctx.header("Host"));
    }

    /** An answer that is another each time. */
    void fresh(Context ctx, Object answer) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(JSON_TYPE).result(Json.bytes(answer));
    }

    /**
     * An answer that follows from the request and the versions of some tables alone.
     *
     * @param versions the versions, as text
     */
    void cached(Context ctx, String versions, Making<Object> making) throws IOException {
        cachedBytes(ctx, versions, () -> Json.bytes(making.make()));
    }

    /** The same, of an answer that is JSON already. */
    void cachedBytes(Context ctx, String versions, Making<byte[]> making) throws IOException {
        String request = ctx.path() + "?" + ctx.queryString();
        String tag = "W/\"" + hash((versions + " " + request).getBytes(StandardCharsets.UTF_8)) + "\"";
        ctx.header("Cache-Control", "private, no-cache");
        if (isKnown(ctx, tag)) {
            return;
        }
        byte[] body = making.make();
        ctx.header("ETag", tag);
        ctx.contentType(JSON_TYPE).result(body);
    }

    private static boolean isKnown(Context ctx, String tag) {
        String known = ctx.header("If-None-Match");
        if (known == null) {
            return false;
        }
        for (String one : known.split(",")) {
            // what compresses an answer on its way may mark its tag
            if (one.strip().replaceFirst("^W/", "").equals(tag.replaceFirst("^W/", ""))) {
                ctx.header("ETag", tag);
                ctx.status(304);
                return true;
            }
        }
        return false;
    }

    /** Begins to send a file. */
    OutputStream beginDownload(Context ctx, String table, RowQuery.Format format) {
        String extension = format.name().toLowerCase(Locale.ROOT);
        ctx.header("Cache-Control", "no-store");
        ctx.header("Content-Disposition", "attachment; filename=\"" + table + "." + extension + "\"");
        if (format == RowQuery.Format.PARQUET) {
            ctx.disableCompression();
            ctx.contentType("application/vnd.apache.parquet");
        } else {
            ctx.contentType("text/csv; charset=utf-8; header=present");
        }
        return ctx.outputStream();
    }

    /** A file of the page. */
    void page(Context ctx) throws IOException {
        PageFiles.PageFile file = files.find(ctx.path())
                .orElseThrow(() -> ApiException.notFound(
                        "there is nothing at " + Query.quote(ctx.path()) + "; the page is at /, its data under /api/"));
        String tag = "\"" + hash(file.content()) + "\"";
        ctx.header("Cache-Control", "no-cache");
        if (!isKnown(ctx, tag)) {
            ctx.header("ETag", tag);
            ctx.contentType(file.type()).result(file.content());
        }
    }

    private void fail(Context ctx, int status, String message) {
        if (ctx.res().isCommitted()) {
            return;
        }
        ctx.header("Cache-Control", "no-store");
        if (status == 401) {
            ctx.header("WWW-Authenticate", "Bearer");
        }
        if (status == 503) {
            ctx.header("Retry-After", "2");
        }
        ctx.removeHeader("Content-Disposition");
        ctx.status(status).contentType(JSON_TYPE).result(error(status, message));
    }

    private static byte[] error(int status, String message) {
        return Json.bytes(new ErrorBody(new ErrorText(status, message)));
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
