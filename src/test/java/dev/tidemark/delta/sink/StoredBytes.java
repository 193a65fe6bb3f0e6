package dev.tidemark.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;

/** The bytes that a release wrote into checkpoints, kept under {@code src/test/resources/state}. */
final class StoredBytes {
    private StoredBytes() {}

    static byte[] read(String file) throws IOException {
        try (InputStream in = StoredBytes.class.getResourceAsStream("/state/" + file)) {
            assertThat(in).as("stored state " + file).isNotNull();
            return in.readAllBytes();
        }
    }
}
