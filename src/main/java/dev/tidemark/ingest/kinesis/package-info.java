/**
 * Reads a Kinesis data stream shard by shard, writes its records into the job exactly once and in the order of each
 * partition key, also across resharding.
 *
 * <p>{@link dev.tidemark.ingest.kinesis.KinesisStreamsSource} is built like the class of that name in Flink's AWS
 * connector, so that it can be replaced by it in one place. The way through the package:
 *
 * <pre>
 * coordinator   KinesisShardEnumerator -- ShardDiscovery (ListShards) -- ShardLedger (which shard may be read now)
 *                      | splits                    ^ shards owned, shards finished
 * reader        KinesisStreamsSourceReader -- KinesisRecordEmitter -- KinesisDeserializationSchema
 *                      ^ records
 * fetch thread  KinesisShardSplitReader -- one ShardCursor a shard (GetShardIterator, GetRecords)
 * </pre>
 */
package dev.tidemark.ingest.kinesis;
