package dev.tidemark.dashboard;

import dev.tidemark.delta.TableReader;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A few refused records of each reason, masked. They are looked for once a version and range. */
final class QuarantineSamples {
    static final String TABLE = "quarantine";
    private static final int EACH = 3;
    /** No more records are looked at: a flood of bad ones must not slow the page. */
    private static final int MOST_READ = 5_000;

    private final LakeTables tables;
    private final TableSpec table;
    private String cachedFor;
    private Map<String, List<Sample>> cached;

    /**
     * A refused record.
     *
     * @param wrong everything that is wrong with it
     * @param body the beginning of what came, masked
     */
    record Sample(
            String feed, String stage, String receivedAt, String sourcePosition, List<String> wrong, String body) {}

    QuarantineSamples(LakeTables tables) {
        this.tables = tables;
        this.table = tables.spec(TABLE);
    }

    /** Some records that were received in a range, by the first reason. */
    synchronized Map<String, List<Sample>> of(DayRange range) throws IOException {
        String asked = tables.some(TABLE) + range;
        if (asked.equals(cachedFor)) {
            return cached;
        }
        Map<String, List<Sample>> samples = new HashMap<>();
        LakeTables.Opened opened = tables.open(table).orElse(null);
        if (opened != null) {
            TableReader reader = opened.reader().between("ingest_date", range.first(), range.last());
            Map<String, Integer> at = new HashMap<>();
            List<Column> columns = reader.columns();
            for (int i = 0; i < columns.size(); i++) {
                at.put(columns.get(i).name(), i);
            }
            int[] read = {0};
            RowSource.of(reader).forEach(row -> {
                List<Sample> of = samples.computeIfAbsent((String) row[at.get("reason")], r -> new ArrayList<>());
                if (of.size() < EACH) {
                    of.add(sample(row, at, columns));
                }
                return ++read[0] < MOST_READ;
            });
        }
        cachedFor = asked;
        cached = samples;
        return samples;
    }

    private static Sample sample(Object[] row, Map<String, Integer> at, List<Column> columns) {
        int received = at.get("received_at");
        List<String> wrong = new ArrayList<>();
        for (Object failure : (Object[]) row[at.get("failures")]) {
            Object[] f = (Object[]) failure;
            // what was found may be a person's; the rule and the field tell enough
            wrong.add(f[0] + (f[1] == null ? "" : " in " + f[1]));
        }
        boolean isText = "utf-8".equals(row[at.get("raw_payload_encoding")]);
        return new Sample(
                (String) row[at.get("feed")],
                (String) row[at.get("stage")],
                Values.format(columns.get(received).type(), row[received]),
                (String) row[at.get("source_position")],
                wrong,
                isText ? Masked.text((String) row[at.get("raw_payload")]) : "(no text)");
    }
}
