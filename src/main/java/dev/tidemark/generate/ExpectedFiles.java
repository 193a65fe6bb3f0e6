package dev.tidemark.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the expected tables and counts: {@code <table>.json}, an array with one row a line, and {@code counts.json}. */
final class ExpectedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExpectedFiles() {}

    static void writeTables(Path folder, Traffic traffic) throws IOException {
        Files.createDirectories(folder);
        for (ExpectedTable table : ExpectedTables.ALL) {
            writeTable(folder.resolve(table.name() + ".json"), table.rows(traffic.truth()));
        }
    }

    static void writeCounts(Path folder, ReplaySummary summary, AdSpend spend) throws IOException {
        Map<String, Object> spendCounts = new LinkedHashMap<>();
        spendCounts.put("files", spend.files().size());
        spendCounts.put("rows", spend.rows());
        spendCounts.put("quarantined", spend.quarantined());
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("as_of", summary.asOf().toString());
        counts.put("deliveries", summary.deliveries());
        counts.put("accepted", summary.accepted());
        counts.put("bookings", summary.bookings());
        counts.put("duplicates", summary.duplicates());
        counts.put("superseded", summary.superseded());
        counts.put("unsupported", summary.unsupported());
        counts.put("late", summary.late());
        counts.put("quarantined", summary.quarantined());
        counts.put("ad_spend", spendCounts);
        Files.write(
                folder.resolve("counts.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(counts));
    }

    private static void writeTable(Path file, List<Map<String, Object>> rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            String separator = "[\n";
            for (Map<String, Object> row : rows) {
                out.write(separator + text(row));
                separator = ",\n";
            }
            out.write(rows.isEmpty() ? "[]\n" : "\n]\n");
        }
    }

    private static String text(Map<String, Object> row) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.getFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> column : row.entrySet()) {
                json.writeFieldName(column.getKey());
                writeValue(json, column.getValue());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof BigDecimal decimal) {
            json.writeNumber(decimal.toPlainString());
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(value.toString());
        }
    }
}
