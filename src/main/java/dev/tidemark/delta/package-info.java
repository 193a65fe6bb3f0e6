/**
 * Reads and writes the tables of a lake: Delta tables on Delta Kernel, without Flink.
 *
 * <pre>
 *   rows --> DataFileWriter --> DataFile --> DeltaTable.commitAppend --+
 *   rows and deletions -----------------> DeltaTable.commitUpsert ---+--> transaction log
 *                                                                    |
 *   rows  <-- TableReader <------------------------------------------+
 * </pre>
 *
 * A commit is exactly once: it carries a transaction id (application, version), and one that the log already holds is
 * skipped. Rows are {@code Object[]} of the classes that {@link dev.tidemark.table.ColumnType} names.
 */
package dev.tidemark.delta;
