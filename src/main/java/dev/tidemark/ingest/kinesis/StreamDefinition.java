package dev.tidemark.ingest.kinesis;

/**
 * A Kinesis stream of the product, as {@code kinesis/streams.json} defines it.
 *
 * @param name the stream's name
 * @param feed the feed it carries, such as {@code calendly-webhooks}
 * @param shards how many it begins with, 1 or more
 * @param retentionHours how long Kinesis keeps a record, 24 to 8760
 * @param maxRecordSizeKiB largest record, 1024 to 10240
 * @param partitionKey what the gateway takes as partition key, in words
 */
public record StreamDefinition(
        String name, String feed, int shards, int retentionHours, int maxRecordSizeKiB, String partitionKey) {}
