package dev.tidemark.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.audit.Explainer;
import dev.tidemark.audit.Explanation;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a Gold row is made of, as {@code ./tidemark explain --format json} says it, one at a time: the first reads the whole
 * ledger.
 */
final class ExplainApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_VERSIONS = 10;
    private static final int MOST_VERSIONS = 100;
    private static final int DEFAULT_LIMIT = 500;
    private static final int MOST_LIMIT = 20_000;
    private static final long PATIENCE_SECONDS = 10;

    private final Explainer explainer;
    private final Semaphore one = new Semaphore(1, true);

    ExplainApi(TidemarkConfig config) {
        this.explainer = new Explainer(config);
    }

    /**
     * The explanation as JSON.
     *
     * @throws ApiException if the table can't be explained, the key is not whole, or there is no such row
     */
    byte[] of(String table, Query query) throws IOException {
        TableSpec spec = explainer.tables().stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(Query.quote(table) + " can't be explained; these can: "
                        + String.join(
                                ", ",
                                explainer.tables().stream().map(TableSpec::name).toList())));
        String[] known = new String[spec.key().size() + 2];
        spec.key().toArray(known);
        known[known.length - 2] = "versions";
        known[known.length - 1] = "limit";
        query.allow(known);
        Map<String, Object> key = new LinkedHashMap<>();
        for (String column : spec.key()) {
            String text = query.one(column)
                    .orElseThrow(() -> ApiException.badRequest(
                            "the key of " + table + " is " + String.join(", ", spec.key()) + "; give each of them"));
            try {
                key.put(column, Values.parse(spec.column(column).type(), text));
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest("the parameter " + column + " is " + Query.quote(text) + ", which is no "
                        + spec.column(column).type());
            }
        }
        int versions = query.number("versions", DEFAULT_VERSIONS, 1, MOST_VERSIONS);
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MOST_LIMIT);
        return json(explain(table, key, versions, limit), limit);
    }

    private Explanation explain(String table, Map<String, Object> key, int versions, int limit) throws IOException {
        try {
            if (!one.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ApiException(503, "other numbers are being explained just now; ask again in some seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(503, "the server is stopping");
        }
        try {
            return explainer.explain(table, key, versions, limit);
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound(e.getMessage());
        } finally {
            one.release();
        }
    }

    /** The totals are of all bookings and days of spend, also where the lists are cut. */
    private static byte[] json(Explanation e, int limit) throws JsonProcessingException {
        return JSON.writeValueAsBytes(new Explanation(
                e.table(),
                e.row(),
                first(e.bookings(), limit),
                e.meetings(),
                first(e.spend(), limit),
                e.totals(),
                first(e.differences(), limit),
                e.history(),
                e.historyComplete()));
    }

    @Override
    public void close() {
        explainer.close();
    }

    private static <T> List<T> first(List<T> all, int limit) {
        return all.size() <= limit ? all : all.subList(0, limit);
    }
}
