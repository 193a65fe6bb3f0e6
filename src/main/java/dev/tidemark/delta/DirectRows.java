package dev.tidemark.delta;

import dev.tidemark.delta.io.ParquetInputFile;
import dev.tidemark.table.Column;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a data file that is written as ours are, straight from Parquet. Kernel reads a file's footer twice and parses
 * the table's schema again for each file, which for a table of a thousand small files takes longer than their rows.
 */
final class DirectRows implements CloseableIterator<Object[]> {
    private final ParquetFileReader file;
    private final MessageColumnIO columns;
    private final RowMaterializer materializer;
    private RecordReader<Object[]> reader;
    private long left;

    private DirectRows(ParquetFileReader file, MessageColumnIO columns, RowMaterializer materializer) {
        this.file = file;
        this.columns = columns;
        this.materializer = materializer;
    }

    /**
     * Opens a file; empty if its columns are not in the form that {@link ValueWriter} gives them.
     *
     * @param wanted the columns to read by their ordinals in a row; those that are null here are left out
     * @param constants a row with the values that all rows of the file have
     */
    static Optional<DirectRows> open(ParquetInputFile input, List<Column> wanted, Object[] constants)
            throws IOException {
        // the options hold what decompresses: not for two files at a time
        ParquetReadOptions options =
                HadoopReadOptions.builder(new Configuration(false)).build();
        ParquetFileReader file = ParquetFileReader.open(input, options);
        try {
            MessageType schema = file.getFooter().getFileMetaData().getSchema();
            List<Type> types = new ArrayList<>();
            List<Column> found = new ArrayList<>();
            int[] ordinals = new int[wanted.size()];
            for (int i = 0; i < wanted.size(); i++) {
                Column column = wanted.get(i);
                // a column that came later is not in older files: its values are null
                if (column != null && schema.containsField(column.name())) {
                    Type type = schema.getType(column.name());
                    if (!type.equals(ValueWriter.parquetType(column.name(), column.type()))) {
                        file.close();
                        return Optional.empty();
                    }
                    ordinals[found.size()] = i;
                    found.add(column);
                    types.add(type);
                }
            }
            MessageType asked = new MessageType(schema.getName(), types);
            file.setRequestedSchema(asked);
            MessageColumnIO io =
                    new ColumnIOFactory(file.getFooter().getFileMetaData().getCreatedBy()).getColumnIO(asked, schema);
            int[] at = Arrays.copyOf(ordinals, found.size());
            return Optional.of(new DirectRows(file, io, new RowMaterializer(found, at, constants)));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** @throws UncheckedIOException if the file can't be read */
    @Override
    public boolean hasNext() {
        try {
            while (left == 0) {
                PageReadStore rows = file.readNextRowGroup();
                if (rows == null) {
                    return false;
                }
                left = rows.getRowCount();
                reader = columns.getRecordReader(rows, materializer);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        left--;
        return reader.read();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
