package dev.tidemark.delta.encode;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A data page that waits for the end of its row group.
 *
 * @param entries values, nulls and empty lists
 * @param rows how many rows they are of
 * @param plainBytes its size before compression
 * @param packedBytes its size in the file
 * @param encoding of the values
 * @param statistics of the values; null for a column without
 */
record EncodedPage(
        int entries, long rows, int plainBytes, int packedBytes, Encoding encoding, Statistics<?> statistics) {}
