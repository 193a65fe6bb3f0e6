package dev.tidemark.ingest.kinesis;

import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What the fetch thread hands to the reader: a record, or, with a null record, the news that a shard holds nothing more
 * up to a time.
 *
 * @param readUpToMillis everything in the shard that arrived before this time comes before this item, milliseconds since
 *     the epoch
 */
record ShardItem(Record record, long readUpToMillis) {}
