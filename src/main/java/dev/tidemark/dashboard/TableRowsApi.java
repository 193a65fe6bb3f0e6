package dev.tidemark.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.ParquetExport;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/**
 * The rows of a table. Bronze and quarantine are left out: they hold what people wrote, in clear. Gold comes from memory;
 * Silver is read as it is asked for, by at most {@value #READERS} requests at a time.
 */
final class TableRowsApi {
    private static final int READERS = 2;
    /** Values that are held to put rows in order; a request for more is refused. */
    private static final long MOST_VALUES = 2_000_000;

    private final LakeTables tables;
    private final TableWatch watch;
    private final ReportingTime time;
    private final Semaphore readers = new Semaphore(READERS);

    /** Rows to answer with. */
    private record Page(List<Object[]> rows, long total) {}

    TableRowsApi(LakeTables tables, TableWatch watch, ReportingTime time) {
        this.tables = tables;
        this.watch = watch;
        this.time = time;
    }

    /** @throws ApiException if there is no such table, or its rows are not shown */
    RowQuery query(String table, Query query) {
        TableSpec spec = tables.spec(table);
        if (spec.layer() == TableSpec.Layer.BRONZE || spec.layer() == TableSpec.Layer.QUARANTINE) {
            throw new ApiException(
                    403,
                    spec.name() + " holds input as it came, people's data in clear, and is not shown here; use"
                            + " ./tidemark show "
                            + spec.name());
        }
        return RowQuery.of(spec, query, time);
    }

    /** The asked page of rows as JSON. */
    byte[] json(RowQuery query) throws IOException {
        Page page = page(query);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 << 10);
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("table", query.table().name());
            TableWatch.Commit commit = watch.newest().stream()
                    .filter(c -> c.table().equals(query.table().name()))
                    .findFirst()
                    .orElse(null);
            if (commit == null) {
                out.writeNullField("version");
                out.writeNullField("committed_at");
            } else {
                out.writeNumberField("version", commit.version());
                out.writeStringField("committed_at", commit.committedAt().toString());
            }
            out.writeArrayFieldStart("columns");
            for (Column c : query.columns()) {
                out.writeString(c.name());
            }
            out.writeEndArray();
            out.writeArrayFieldStart("rows");
            int[] ordinals = ordinals(query);
            for (Object[] row : page.rows()) {
                out.writeStartArray();
                for (int i = 0; i < ordinals.length; i++) {
                    Json.write(out, query.columns().get(i).type(), row[ordinals[i]]);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeNumberField("total", page.total());
            long next = (long) query.offset() + page.rows().size();
            if (next < page.total()) {
                out.writeNumberField("next_offset", next);
            } else {
                out.writeNullField("next_offset");
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static int[] ordinals(RowQuery query) {
        return query.columns().stream()
                .mapToInt(c -> query.table().ordinal(c.name()))
                .toArray();
    }

    private Page page(RowQuery query) throws IOException {
        Optional<KeptRows> kept = tables.kept(query.table());
        if (kept.isPresent()) {
            List<Object[]> all = new ArrayList<>();
            kept.get().forEach(row -> !query.matches(row) || all.add(row));
            all.sort(query.order());
            int from = Math.min(query.offset(), all.size());
            int to = (int) Math.min((long) from + query.limit(), all.size());
            return new Page(all.subList(from, to), all.size());
        }
        return reading(query, source -> {
            // of a large table only the rows up to the page's end are held
            long most = (long) query.offset() + query.limit();
            if (most * query.table().width() > MOST_VALUES) {
                throw ApiException.badRequest("offset and limit go " + most + " rows into "
                        + query.table().name()
                        + ", where at most " + MOST_VALUES / query.table().width()
                        + " can be put in order; filter more, or download them with format=csv");
            }
            Comparator<Object[]> order = query.order();
            PriorityQueue<Object[]> first = new PriorityQueue<>(order.reversed());
            long[] total = {0};
            source.forEach(row -> {
                total[0]++;
                first.add(row);
                if (first.size() > most) {
                    first.remove();
                }
                return true;
            });
            List<Object[]> rows = new ArrayList<>(first);
            rows.sort(order);
            return new Page(rows.subList(Math.min(query.offset(), rows.size()), rows.size()), total[0]);
        });
    }

    /** Work with rows. */
    @FunctionalInterface
    private interface Work<T> {
        T on(RowSource rows) throws IOException;
    }

    private <T> T reading(RowQuery query, Work<T> work) throws IOException {
        LakeTables.Opened opened = tables.open(query.table()).orElse(null);
        if (opened == null) {
            return work.on(each -> {});
        }
        if (!readers.tryAcquire()) {
            throw new ApiException(503, "other requests read large tables just now; ask again in some seconds");
        }
        try {
            RowSource source = RowSource.of(query.narrow(opened.reader()));
            return work.on(each -> source.forEach(row -> !query.matches(row) || each.test(row)));
        } finally {
            readers.release();
        }
    }

    /**
     * Writes every row that matches. A Gold table comes in the asked order; a larger one as its files have it.
     *
     * @throws ApiException before anything is written, if the rows can't be had in the asked order
     */
    void download(RowQuery query, Started started) throws IOException {
        Optional<KeptRows> kept = tables.kept(query.table());
        if (kept.isPresent()) {
            List<Object[]> all = new ArrayList<>();
            kept.get().forEach(row -> !query.matches(row) || all.add(row));
            all.sort(query.order());
            write(query, each -> all.forEach(each::test), started.begin());
            return;
        }
        if (!query.sort().isEmpty()) {
            throw ApiException.badRequest(
                    query.table().name() + " is too large to be downloaded in an order; leave sort out");
        }
        reading(query, rows -> {
            write(query, rows, started.begin());
            return null;
        });
    }

    /** Begins the answer. */
    @FunctionalInterface
    interface Started {
        OutputStream begin() throws IOException;
    }

    private static void write(RowQuery query, RowSource rows, OutputStream out) throws IOException {
        int[] ordinals = ordinals(query);
        try {
            if (query.format() == RowQuery.Format.CSV) {
                CsvWriter csv = new CsvWriter(query.columns(), out);
                rows.forEach(row -> unchecked(() -> csv.write(pick(row, ordinals))));
                csv.finish();
            } else {
                try (ParquetExport file = new ParquetExport(query.table().name(), query.columns(), out)) {
                    rows.forEach(row -> unchecked(() -> file.write(pick(row, ordinals))));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static boolean unchecked(Writing writing) {
        try {
            writing.run();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object[] pick(Object[] row, int[] ordinals) {
        Object[] picked = new Object[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
            picked[i] = row[ordinals[i]];
        }
        return picked;
    }
}
