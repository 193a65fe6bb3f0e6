package dev.tidemark.delta;

import dev.tidemark.table.TableSpec;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes rows of one table to Parquet, without the partition columns: those live in the log. */
final class RowWriteSupport extends WriteSupport<Object[]> {
    private final TableLayout layout;
    private RecordConsumer out;

    RowWriteSupport(TableLayout layout) {
        this.layout = layout;
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(layout.parquetSchema(), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(layout.parquetSchema(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
    }

    /** @throws IllegalArgumentException if a value is not of its column's class; the message names the column */
    @Override
    public void write(Object[] row) {
        int[] ordinals = layout.dataOrdinals();
        String[] names = layout.dataNames();
        ValueWriter[] writers = layout.writers();
        int i = 0;
        try {
            out.startMessage();
            for (; i < writers.length; i++) {
                Object value = row[ordinals[i]];
                if (value != null) {
                    out.startField(names[i], i);
                    writers[i].write(value, out);
                    out.endField(names[i], i);
                }
            }
            out.endMessage();
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
            TableSpec table = layout.table();
            throw new IllegalArgumentException(
                    "table " + table.name() + ", column " + names[i] + " ("
                            + table.column(names[i]).type() + "): can't write " + row[ordinals[i]] + " of "
                            + row[ordinals[i]].getClass().getName(),
                    e);
        }
    }
}
