package dev.tidemark.domain.bookings.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.WebhookEventSerializer;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Whatever comes, the decoder answers: an event, failures, or that the kind is not used. */
class DecodeAnythingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] WHOLE = Samples.body("10_");

    @Property
    void anyBytes(@ForAll byte[] body) throws IOException {
        check(body);
    }

    @Property
    void aBodyWithSomeBytesChanged(
            @ForAll @Size(min = 1, max = 5) List<Integer> places, @ForAll @Size(5) List<Byte> bytes)
            throws IOException {
        byte[] body = WHOLE.clone();
        for (int i = 0; i < places.size(); i++) {
            body[Math.floorMod(places.get(i), body.length)] = bytes.get(i);
        }
        check(body);
    }

    @Property
    void anyFieldOfAnyType(@ForAll("paths") List<String> path, @ForAll("values") String value) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(WHOLE);
        JsonNode replacement = JSON.readTree(value);
        ObjectNode at = body;
        for (String key : path.subList(0, path.size() - 1)) {
            JsonNode next = at.get(key);
            at = next instanceof ObjectNode object ? object : at.putObject(key);
        }
        at.set(path.get(path.size() - 1), replacement);
        check(body.toString().getBytes(UTF_8));
    }

    private static void check(byte[] body) throws IOException {
        DecodedWebhook d = Samples.decoder().decode(Samples.envelope("d", body));

        WebhookEvent e = d.event();
        if (e == null) {
            assertThat(d.stage() == null).isEqualTo(d.failures().isEmpty());
        } else {
            assertThat(d.failures()).isEmpty();
            // every value is of the class that its column takes
            WebhookEventSerializer.INSTANCE.serialize(e, new DataOutputSerializer(4_096));
        }
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return Arbitraries.of(
                WebhookLayout.fields().stream().map(WebhookLayout.Field::path).toList());
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1.5",
                "1e400",
                "123456789012345678901234567890",
                "\"\"",
                "\"  \"",
                "\"text\"",
                "\"a@b.test\"",
                "\"/\"",
                "\"https://api.calendly.com/\"",
                "\"0000-01-01T00:00:00Z\"",
                "\"9999-12-31T23:59:59.999999999+00:00\"",
                "[]",
                "[null,1,\"x\",[],{}]",
                "[{\"email\":1,\"user\":2,\"user_email\":[],\"position\":1e99,\"created_at\":\"x\",\"number\":true}]",
                "[{\"user\":\"\"},{\"user\":\"/\"}]",
                "{}",
                "{\"id\":{}}");
    }
}
