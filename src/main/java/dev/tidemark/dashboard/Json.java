package dev.tidemark.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Values;
import java.io.IOException;
import java.math.BigDecimal;

/** How answers are written: names in snake_case, decimals as they are, null as null. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}

    static byte[] bytes(Object answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written as JSON", e);
        }
    }

    /** Writes a value of a table: numbers and booleans as such, days and instants as ISO text. */
    static void write(JsonGenerator out, ColumnType type, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (type.kind()) {
            case INT -> out.writeNumber((Integer) value);
            case LONG -> out.writeNumber((Long) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case DECIMAL -> out.writeNumber((BigDecimal) value);
            case STRING, DATE, TIMESTAMP -> out.writeString(Values.format(type, value));
            case ARRAY -> {
                out.writeStartArray();
                for (Object element : (Object[]) value) {
                    write(out, type.element(), element);
                }
                out.writeEndArray();
            }
            case STRUCT -> {
                Object[] fields = (Object[]) value;
                out.writeStartObject();
                for (int i = 0; i < fields.length; i++) {
                    out.writeFieldName(type.fields().get(i).name());
                    write(out, type.fields().get(i).type(), fields[i]);
                }
                out.writeEndObject();
            }
        }
    }
}
