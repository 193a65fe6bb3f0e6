package dev.tidemark.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {

    private static final String GOOD =
            "{\"v\":1,\"feed\":\"calendly-webhooks\",\"id\":\"r1\",\"received_at\":1767225600123,"
                    + "\"signature\":\"t=1,v1=aa\",\"body\":\"aGk=\"}";
    private static final long ARRIVAL_MICROS = 1_767_225_601_000_000L;

    private final EnvelopeCodec codec = new EnvelopeCodec("calendly-webhooks");

    @Test
    void readsARecord() {
        Envelope envelope = decode(GOOD);
        assertThat(envelope.feed()).isEqualTo("calendly-webhooks");
        assertThat(envelope.id()).isEqualTo("r1");
        assertThat(envelope.receivedAtMicros()).isEqualTo(1_767_225_600_123_000L);
        assertThat(envelope.clockMicros()).isEqualTo(envelope.receivedAtMicros());
        assertThat(envelope.signature()).isEqualTo("t=1,v1=aa");
        assertThat(envelope.body()).asString().isEqualTo("hi");
        assertThat(envelope.position()).isEqualTo("shard-0:42");
        assertThat(envelope.origin()).isEqualTo(Envelope.Origin.PUSHED);
        assertThat(envelope.defect()).isNull();
    }

    @Test
    void ignoresUnknownKeysAndTheOrder() {
        Envelope envelope = decode("{\"new\":{\"a\":[1,{\"body\":\"x\"}]},\"body\":\"aGk=\",\"signature\":null,"
                + "\"received_at\":5,\"id\":\"r1\",\"feed\":\"f\",\"more\":1e999,\"v\":1}");
        assertThat(envelope.defect()).isNull();
        assertThat(envelope.signature()).isNull();
        assertThat(envelope.body()).asString().isEqualTo("hi");
    }

    @Test
    void marksATruncatedBody() {
        Envelope envelope = decode(GOOD.replace("}", ",\"truncated\":true,\"body_length\":2000000}"));
        assertThat(envelope.defect()).isEqualTo(Envelope.BODY_TRUNCATED);
        assertThat(envelope.body()).asString().isEqualTo("hi");
        assertThat(codec.decode(codec.encode(envelope), "p", 0).defect()).isEqualTo(Envelope.BODY_TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "hello",
                "{\"v\":1",
                "{\"v\":2,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"\"}",
                "{\"v\":\"1\",\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"\"}",
                "{\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"\"}",
                "{\"v\":1,\"feed\":7,\"id\":\"i\",\"received_at\":5,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"\",\"received_at\":5,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"received_at\":5,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":-5,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":9223372036854775807,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":99999999999999999999,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":null,\"body\":\"\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":null}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":{}}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"%%%\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"a\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"\",\"signature\":[]}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"\",\"truncated\":\"yes\"}",
                "{\"v\":1,\"feed\":\"f\",\"id\":\"i\",\"received_at\":5,\"body\":\"\"} trailing"
            })
    void keepsWhatIsNoEnvelope(String record) {
        assertBadEnvelope(record.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void survivesDeepNesting() {
        assertBadEnvelope("[".repeat(200_000).getBytes(StandardCharsets.UTF_8));
        assertBadEnvelope(("{\"x\":" + "[".repeat(200_000)).getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void neverFailsOnAnyBytes(@ForAll byte[] record) {
        assertBadEnvelope(record);
    }

    @Property
    void readsBackWhatItWrote(@ForAll byte[] body, @ForAll String signature) {
        Envelope written =
                new Envelope("f", "id", 1_767_225_600_123_000L, signature, body, "p", 0, Envelope.Origin.PUSHED, null);
        Envelope read = codec.decode(codec.encode(written), "p", 0);
        assertThat(read.defect()).isNull();
        assertThat(read.body()).isEqualTo(body);
        assertThat(read.receivedAtMicros()).isEqualTo(written.receivedAtMicros());
        assertThat(read.signature()).isEqualTo(signature);
    }

    @Test
    void doesNotDressUpABadRecordAsAnEnvelope() {
        assertThatThrownBy(() -> codec.encode(decode("hello"))).hasMessage("not an envelope: shard-0:42");
    }

    private Envelope decode(String record) {
        return codec.decode(record.getBytes(StandardCharsets.UTF_8), "shard-0:42", ARRIVAL_MICROS);
    }

    private void assertBadEnvelope(byte[] record) {
        Envelope envelope = codec.decode(record, "shard-0:42", ARRIVAL_MICROS);
        assertThat(envelope.defect()).isEqualTo(Envelope.BAD_ENVELOPE);
        assertThat(envelope.feed()).isEqualTo("calendly-webhooks");
        assertThat(envelope.id()).isEqualTo("shard-0:42");
        assertThat(envelope.receivedAtMicros()).isEqualTo(ARRIVAL_MICROS);
        assertThat(envelope.clockMicros()).isEqualTo(ARRIVAL_MICROS);
        assertThat(envelope.signature()).isNull();
        assertThat(envelope.body()).isEqualTo(record);
    }
}
