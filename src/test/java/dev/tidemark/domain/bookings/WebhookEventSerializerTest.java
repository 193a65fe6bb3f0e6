package dev.tidemark.domain.bookings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventSerializerTest {
    /** Written by release 0.1.0 from the samples; must be readable by every later one. Never written again. */
    private static final Path STATE = Path.of("src/test/resources/state");

    @ParameterizedTest
    @ValueSource(strings = {"01_", "03_", "04_", "10_", "11_", "12_", "13_"})
    void readsWhatItWrites(String sample) throws IOException {
        WebhookEvent event = Samples.event(sample);
        DataOutputSerializer out = new DataOutputSerializer(4_096);
        WebhookEventSerializer.INSTANCE.serialize(event, out);

        assertSame(read(out.getCopyOfBuffer()), event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10_", "13_"})
    void readsWhatRelease010Wrote(String sample) throws IOException {
        byte[] v1 = Files.readAllBytes(STATE.resolve("WebhookEvent." + sample + "v1.bin"));

        assertSame(read(v1), Samples.event(sample));
    }

    private static WebhookEvent read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        WebhookEvent event = WebhookEventSerializer.INSTANCE.deserialize(in);
        assertThat(in.available()).isZero();
        return event;
    }

    private static void assertSame(WebhookEvent read, WebhookEvent expected) {
        assertThat(read).usingRecursiveComparison().isEqualTo(expected);
    }
}
