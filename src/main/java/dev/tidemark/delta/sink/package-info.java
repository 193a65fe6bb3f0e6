/**
 * Reads rows, writes Delta tables, exactly once: the Flink operators on top of {@link dev.tidemark.delta}.
 *
 * <pre>
 *   TableRow --> DeltaWriter (any parallelism) --> Committable --> DeltaCommitter (one for all tables)
 *                data files; folded upserts                        one commit a table and checkpoint, or several checkpoints
 * </pre>
 *
 * At a checkpoint's barrier the writers hand over what they have; the committer keeps it in the checkpoint and commits
 * when the checkpoint is complete. After a failure it commits again what the checkpoint holds, under the same transaction
 * id, so that nothing is doubled and nothing is lost.
 */
package dev.tidemark.delta.sink;
