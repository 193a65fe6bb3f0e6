package dev.tidemark.domain.bookings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventSerializerTest {
    @ParameterizedTest
    @ValueSource(strings = {"01_", "03_", "04_", "10_", "11_", "12_", "13_"})
    void readsWhatItWrites(String sample) throws IOException {
        WebhookEvent event = Samples.event(sample);
        DataOutputSerializer out = new DataOutputSerializer(4_096);
        WebhookEventSerializer.INSTANCE.serialize(event, out);

        assertSame(read(out.getCopyOfBuffer()), event);
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
