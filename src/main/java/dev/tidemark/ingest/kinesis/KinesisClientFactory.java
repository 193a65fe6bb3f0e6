package dev.tidemark.ingest.kinesis;

import java.io.Serializable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Makes the client of one enumerator or one reader, which closes it when it ends. Tests put their own in. */
@FunctionalInterface
public interface KinesisClientFactory extends Serializable {

    KinesisAsyncClient create();
}
