package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/**
 * Make values of one type, as the classes that {@link ColumnType} names, of what Parquet's reader tells: the counterparts
 * of {@link ValueWriter}. A value that is null is not told.
 */
final class ValueConverters {
    private ValueConverters() {}

    /** @param to takes each value */
    static Converter of(ColumnType type, Consumer<Object> to) {
        return switch (type.kind()) {
            case STRING -> new Text(to);
            case DECIMAL -> new Decimal(type.scale(), to);
            case INT, DATE, LONG, TIMESTAMP, BOOLEAN -> new Plain(to);
            case ARRAY -> new Elements(type.element(), to);
            case STRUCT -> new Fields(type.fields(), to);
        };
    }

    /** Numbers and truth values, as they are. */
    private static final class Plain extends PrimitiveConverter {
        private final Consumer<Object> to;

        Plain(Consumer<Object> to) {
            this.to = to;
        }

        @Override
        public void addInt(int value) {
            to.accept(value);
        }

        @Override
        public void addLong(long value) {
            to.accept(value);
        }

        @Override
        public void addBoolean(boolean value) {
            to.accept(value);
        }
    }

    private static final class Decimal extends PrimitiveConverter {
        private final int scale;
        private final Consumer<Object> to;

        Decimal(int scale, Consumer<Object> to) {
            this.scale = scale;
            this.to = to;
        }

        @Override
        public void addInt(int unscaled) {
            addLong(unscaled);
        }

        @Override
        public void addLong(long unscaled) {
            to.accept(BigDecimal.valueOf(unscaled, scale));
        }

        @Override
        public void addBinary(Binary unscaled) {
            to.accept(new BigDecimal(new BigInteger(unscaled.getBytes()), scale));
        }
    }

    /** Texts; of a dictionary, each is made once. */
    private static final class Text extends PrimitiveConverter {
        private final Consumer<Object> to;
        private String[] dictionary;

        Text(Consumer<Object> to) {
            this.to = to;
        }

        @Override
        public boolean hasDictionarySupport() {
            return true;
        }

        @Override
        public void setDictionary(Dictionary values) {
            dictionary = new String[values.getMaxId() + 1];
            for (int i = 0; i < dictionary.length; i++) {
                dictionary[i] = values.decodeToBinary(i).toStringUsingUTF8();
            }
        }

        @Override
        public void addValueFromDictionary(int id) {
            to.accept(dictionary[id]);
        }

        @Override
        public void addBinary(Binary value) {
            to.accept(value.toStringUsingUTF8());
        }
    }

    /** {@code group (LIST) { repeated group list { element } }}. */
    private static final class Elements extends GroupConverter {
        private final Consumer<Object> to;
        private final List<Object> values = new ArrayList<>();
        private final GroupConverter list;
        private Object element;

        Elements(ColumnType type, Consumer<Object> to) {
            this.to = to;
            Converter each = of(type, value -> element = value);
            this.list = new GroupConverter() {
                @Override
                public Converter getConverter(int field) {
                    return each;
                }

                @Override
                public void start() {
                    element = null;
                }

                @Override
                public void end() {
                    values.add(element);
                }
            };
        }

        @Override
        public Converter getConverter(int field) {
            return list;
        }

        @Override
        public void start() {
            values.clear();
        }

        @Override
        public void end() {
            to.accept(values.toArray());
        }
    }

    private static final class Fields extends GroupConverter {
        private final Consumer<Object> to;
        private final Converter[] fields;
        private Object[] values;

        Fields(List<Column> columns, Consumer<Object> to) {
            this.to = to;
            this.fields = new Converter[columns.size()];
            for (int i = 0; i < fields.length; i++) {
                int at = i;
                fields[i] = of(columns.get(i).type(), value -> values[at] = value);
            }
        }

        @Override
        public Converter getConverter(int field) {
            return fields[field];
        }

        @Override
        public void start() {
            values = new Object[fields.length];
        }

        @Override
        public void end() {
            to.accept(values);
        }
    }
}
