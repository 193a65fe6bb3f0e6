package dev.tidemark.delta;

import dev.tidemark.table.Column;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/** Makes rows of what Parquet's reader tells of a file: the counterpart of {@link RowFile}. */
final class RowMaterializer extends RecordMaterializer<Object[]> {
    private final GroupConverter root;
    private final Object[] constants;
    private Object[] row;

    /**
     * Makes rows.
     *
     * @param columns the table's columns that are read, in the order of the schema that is asked for
     * @param ordinals where in a row their values go
     * @param constants a row with the values that all rows of the file have
     */
    RowMaterializer(List<Column> columns, int[] ordinals, Object[] constants) {
        this.constants = constants;
        Converter[] converters = new Converter[ordinals.length];
        for (int i = 0; i < converters.length; i++) {
            int ordinal = ordinals[i];
            converters[i] = ValueConverters.of(columns.get(i).type(), value -> row[ordinal] = value);
        }
        this.root = new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
                return converters[field];
            }

            @Override
            public void start() {
                row = Arrays.copyOf(RowMaterializer.this.constants, RowMaterializer.this.constants.length);
            }

            @Override
            public void end() {
                // the row is taken by getCurrentRecord
            }
        };
    }

    @Override
    public Object[] getCurrentRecord() {
        return row;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }
}
