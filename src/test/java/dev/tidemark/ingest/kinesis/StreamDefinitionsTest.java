package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamDefinitionsTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheStreamsOfTheProduct() throws IOException {
        StreamDefinitions definitions = StreamDefinitions.read(Path.of("kinesis", "streams.json"));

        assertThat(definitions.ofFeed("calendly-webhooks")).hasValueSatisfying(stream -> {
            assertThat(stream.name()).isEqualTo("tidemark-calendly-webhooks");
            assertThat(stream.shards()).isEqualTo(2);
            assertThat(stream.retentionHours()).isEqualTo(168);
            assertThat(stream.maxRecordSizeKiB()).isEqualTo(2048);
        });
        assertThat(definitions.ofFeed("unheard-of")).isEmpty();
    }

    @Test
    void namesEverythingThatIsWrong() throws IOException {
        String stream =
                """
                {"name": "a b", "feed": "f", "shards": 0, "retentionHours": 23, "maxRecordSizeKiB": 1, "partitionKey": "p"}""";

        assertThatThrownBy(() -> read("{\"streams\": [" + stream + "," + stream + "]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "'a b'",
                        "is there twice",
                        "feed f has a stream",
                        "shards",
                        "retentionHours",
                        "maxRecordSizeKiB");
    }

    @Test
    void refusesAnUnknownAndAMissingField() {
        assertThatThrownBy(() -> read("{\"streams\": [], \"topics\": []}")).hasMessageContaining("topics");
        assertThatThrownBy(() -> read("{\"streams\": [{\"name\": \"a\"}]}")).hasMessageContaining("feed");
    }

    private void read(String json) throws IOException {
        StreamDefinitions.read(Files.writeString(folder.resolve("streams.json"), json));
    }
}
