package dev.tidemark.delta.encode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Encodes one leaf column of a file. Entries come with their repetition level (0 for the first of a row, else the level of
 * the list that goes on) and, if there is no value, the definition level of what is there; they are kept in memory, in
 * pages that are compressed when they are full, until the row group is written.
 *
 * <p>Not for use by several threads. What it takes from its pool it gives back when the row group is written or given up.
 */
public abstract sealed class ColumnEncoder permits BooleanColumn, DictionaryColumn, FixedColumn {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int PAGE_ROWS = 20_000;
    /** Of an encoder that holds nothing, about: a dozen small objects. */
    private static final int OBJECT_BYTES = 500;

    final ColumnDescriptor column;
    final BufferPool pool;

    private final Levels definitions;
    /** Null for a column that is in no list. */
    private final Levels repetitions;

    private final int present;
    private final boolean withStatistics;
    private final List<EncodedPage> pages = new ArrayList<>(1);
    private final Bytes packed;
    private long rowsInPages;

    ColumnEncoder(ColumnDescriptor column, boolean withStatistics, BufferPool pool) {
        this.column = column;
        this.pool = pool;
        this.withStatistics = withStatistics;
        present = column.getMaxDefinitionLevel();
        definitions = new Levels(present, pool);
        repetitions = column.getMaxRepetitionLevel() > 0 ? new Levels(column.getMaxRepetitionLevel(), pool) : null;
        packed = new Bytes(pool);
    }

    /**
     * The encoder of a column.
     *
     * @param dictionaryBytes how large its dictionary may grow; 0 for none
     * @param withStatistics whether to keep bounds and the number of nulls
     */
    public static ColumnEncoder of(
            ColumnDescriptor column, int dictionaryBytes, boolean withStatistics, BufferPool pool) {
        PrimitiveType type = column.getPrimitiveType();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanColumn(column, withStatistics, pool);
            case INT32 -> new NumberColumn(column, Integer.BYTES, dictionaryBytes, withStatistics, pool);
            case INT64 -> new NumberColumn(column, Long.BYTES, dictionaryBytes, withStatistics, pool);
            case BINARY -> new TextColumn(column, dictionaryBytes, withStatistics, pool);
            case FIXED_LEN_BYTE_ARRAY -> new FixedColumn(column, type.getTypeLength(), withStatistics, pool);
            case FLOAT, DOUBLE, INT96 ->
                throw new IllegalArgumentException("no encoder for " + type + ": tables have no such column");
        };
    }

    /** Writes that there is no value. */
    public final void writeNull(int repetition, int definition) {
        definitions.add(definition);
        if (repetitions != null) {
            repetitions.add(repetition);
        }
    }

    final void levelsOfValue(int repetition) {
        definitions.add(present);
        if (repetitions != null) {
            repetitions.add(repetition);
        }
    }

    /** How many values the open page has. */
    abstract int valuesInPage();

    /** How large the values of the open page are without a dictionary. */
    abstract int plainBytesInPage();

    /** Appends the values of the open page. */
    abstract Encoding encodeValues(Bytes page, HybridEncoder hybrid);

    /** Takes the bounds of the open page's values, which were just encoded, into statistics. */
    abstract void bounds(Statistics<?> statistics);

    /** Forgets the values of the open page. */
    abstract void clearValues();

    /** Writes what comes before the data pages, if anything. */
    abstract void writeDictionary(ParquetFileWriter file, PageWorkspace workspace) throws IOException;

    /** What the values take in memory, in bytes. */
    abstract int valueMemoryBytes();

    /** Gives back all that the values took. */
    abstract void releaseValues();

    /** Whether the open page has reached its size; {@code rows} are those of the row group so far. */
    public final boolean isPageFull(long rows) {
        return rows - rowsInPages >= PAGE_ROWS || plainBytesInPage() >= PAGE_BYTES;
    }

    /**
     * Finishes the open page, if there is anything in it.
     *
     * @param rows of the row group so far
     */
    public final void endPage(long rows, PageWorkspace workspace) throws IOException {
        if (rows == rowsInPages) {
            return;
        }
        Bytes page = workspace.newPage();
        if (repetitions != null) {
            repetitions.encode(workspace.hybrid(), page);
        }
        definitions.encode(workspace.hybrid(), page);
        Encoding encoding = encodeValues(page, workspace.hybrid());
        int entries = definitions.count();
        Statistics<?> statistics = null;
        if (withStatistics) {
            statistics = Statistics.createStats(column.getPrimitiveType());
            statistics.incrementNumNulls((long) entries - valuesInPage());
            if (valuesInPage() > 0) {
                bounds(statistics);
            }
        }
        int packedBytes = workspace.compress(page, page.size(), packed);
        pages.add(new EncodedPage(entries, rows - rowsInPages, page.size(), packedBytes, encoding, statistics));
        rowsInPages = rows;
        definitions.clear();
        if (repetitions != null) {
            repetitions.clear();
        }
        clearValues();
    }

    /**
     * Ends the column of a row group, writes it, and is ready for the next.
     *
     * @param rows of the row group, at least 1
     */
    public final void writeTo(ParquetFileWriter file, long rows, PageWorkspace workspace) throws IOException {
        endPage(rows, workspace);
        long entries = 0;
        for (EncodedPage p : pages) {
            entries += p.entries();
        }
        file.startColumn(column, entries, CompressionCodecName.ZSTD);
        writeDictionary(file, workspace);
        int at = 0;
        for (EncodedPage p : pages) {
            file.writeDataPage(
                    p.entries(),
                    p.plainBytes(),
                    packed.part(at, p.packedBytes()),
                    p.statistics(),
                    p.rows(),
                    // what stands for no levels at all
                    repetitions == null ? Encoding.BIT_PACKED : Encoding.RLE,
                    Encoding.RLE,
                    p.encoding());
            at += p.packedBytes();
        }
        file.endColumn();
        release();
    }

    /** How many bytes wait to be written, about. */
    public final long bufferedBytes() {
        return (long) packed.size() + plainBytesInPage();
    }

    /** How much memory it takes, in bytes. */
    public final long memoryBytes() {
        return (long) OBJECT_BYTES
                + packed.capacity()
                + definitions.memoryBytes()
                + (repetitions == null ? 0 : repetitions.memoryBytes())
                + valueMemoryBytes();
    }

    /** Forgets everything and gives back what was taken. */
    public final void release() {
        pages.clear();
        packed.release();
        rowsInPages = 0;
        definitions.release();
        if (repetitions != null) {
            repetitions.release();
        }
        releaseValues();
    }
}
