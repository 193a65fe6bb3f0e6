package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Writes rows as one Parquet file to a stream, as they come. The file belongs to no table. */
public final class ParquetExport implements AutoCloseable {
    private final RowFile file;

    /**
     * Begins a file.
     *
     * @param name the file's name, for messages
     * @param columns what the rows have, in this order
     * @param out stays open when the file is finished
     */
    public ParquetExport(String name, List<Column> columns, OutputStream out) throws IOException {
        TableSpec.Builder table = TableSpec.append(name, TableSpec.Layer.GOLD);
        columns.forEach(c -> table.column(c.name(), c.type(), c.unit(), c.meaning()));
        TableLayout layout = new TableLayout(table.build());
        this.file = new RowFile(layout, new StreamFile(name, out), new BufferPool());
    }

    /**
     * Writes a row.
     *
     * @throws IllegalArgumentException if a value is not of its column's class
     */
    public void write(Object[] row) throws IOException {
        file.write(row);
    }

    /** Finishes the file: before, it can't be read. */
    @Override
    public void close() throws IOException {
        file.finish();
    }

    /** A stream that counts. */
    record StreamFile(String name, OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    position++;
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    position += length;
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }

        @Override
        public String getPath() {
            return name;
        }
    }
}
