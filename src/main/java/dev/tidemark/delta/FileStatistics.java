package dev.tidemark.delta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;

/**
 * Delta's statistics of a data file, from what its Parquet footer knows: number of rows, and for the indexed columns the
 * least and greatest value and the number of nulls. A bound may be wider than the values, never narrower: long strings
 * are cut, times are rounded outwards to milliseconds.
 */
final class FileStatistics {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int LONGEST_STRING = 32;
    /** Greater than every character that text holds: makes a cut string an upper bound. */
    private static final String TIE_BREAKER = new String(Character.toChars(Character.MAX_CODE_POINT));

    private FileStatistics() {}

    /** @param columns the top-level columns to say more of than that they exist */
    static String toJson(ParquetMetadata footer, List<Column> columns) {
        Map<String, Statistics<?>> byColumn = merge(footer);
        long rows = footer.getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
        Map<Column, Object> least = new LinkedHashMap<>();
        Map<Column, Object> greatest = new LinkedHashMap<>();
        Map<Column, Long> nulls = new LinkedHashMap<>();
        for (Column c : columns) {
            Statistics<?> s = byColumn.get(c.name());
            if (s == null) {
                continue;
            }
            if (s.isNumNullsSet()) {
                nulls.put(c, s.getNumNulls());
            }
            if (s.hasNonNullValue() && c.type().kind() != ColumnType.Kind.BOOLEAN) {
                put(least, c, value(c.type(), s.genericGetMin(), false));
                put(greatest, c, value(c.type(), s.genericGetMax(), true));
            }
        }
        return json(rows, least, greatest, nulls);
    }

    private static void put(Map<Column, Object> values, Column column, Object value) {
        if (value != null) {
            values.put(column, value);
        }
    }

    private static Map<String, Statistics<?>> merge(ParquetMetadata footer) {
        Map<String, Statistics<?>> merged = new HashMap<>();
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (chunk.getPath().size() == 1 && chunk.getStatistics() != null) {
                    String name = chunk.getPath().toArray()[0];
                    Statistics<?> before = merged.get(name);
                    if (before == null) {
                        merged.put(name, chunk.getStatistics().copy());
                    } else {
                        before.mergeStatistics(chunk.getStatistics());
                    }
                }
            }
        }
        return merged;
    }

    /** The bound as JSON holds it: a string or a number; null if there is none. */
    private static Object value(ColumnType type, Object bound, boolean upper) {
        return switch (type.kind()) {
            case STRING -> cut(new String(((Binary) bound).getBytes(), StandardCharsets.UTF_8), upper);
            case INT, LONG -> bound;
            case DATE -> LocalDate.ofEpochDay((Integer) bound).toString();
            case TIMESTAMP -> {
                long micros = (Long) bound;
                long millis = upper ? -Math.floorDiv(-micros, 1000L) : Math.floorDiv(micros, 1000L);
                yield MILLIS.format(Instant.ofEpochMilli(millis));
            }
            case DECIMAL ->
                new BigDecimal(
                        bound instanceof Binary b
                                ? new BigInteger(b.getBytes())
                                : BigInteger.valueOf(((Number) bound).longValue()),
                        type.scale());
            case BOOLEAN, ARRAY, STRUCT -> throw new IllegalArgumentException("no bounds for " + type);
        };
    }

    static String cut(String s, boolean upper) {
        if (s.codePointCount(0, s.length()) <= LONGEST_STRING) {
            return s;
        }
        String head = s.substring(0, s.offsetByCodePoints(0, LONGEST_STRING));
        return upper ? head + TIE_BREAKER : head;
    }

    private static String json(
            long rows, Map<Column, Object> least, Map<Column, Object> greatest, Map<Column, Long> nulls) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("numRecords", rows);
            writeBounds(json, "minValues", least);
            writeBounds(json, "maxValues", greatest);
            json.writeObjectFieldStart("nullCount");
            for (Map.Entry<Column, Long> n : nulls.entrySet()) {
                json.writeNumberField(n.getKey().name(), n.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing JSON to memory failed", e);
        }
        return text.toString();
    }

    private static void writeBounds(JsonGenerator json, String field, Map<Column, Object> bounds) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<Column, Object> b : bounds.entrySet()) {
            json.writeFieldName(b.getKey().name());
            if (b.getValue() instanceof Number number) {
                json.writeNumber(number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString());
            } else {
                json.writeString((String) b.getValue());
            }
        }
        json.writeEndObject();
    }
}
