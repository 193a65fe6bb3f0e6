package dev.tidemark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.EnvelopeCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The template that API Gateway runs, against every odd delivery, read back with the job's own codec. */
class MappingTemplateTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "Calendly-Webhook-Signature";
    private static final String REQUEST_ID = "JKJaXmPLvHcESHA=";
    private static final long RECEIVED_AT_MILLIS = 1_767_225_600_123L;
    private static final int KINESIS_RECORD_BYTES = 1_048_576;
    private static final String INVITEE =
            "https://api.calendly.com/scheduled_events/E-1/invitees/0a1b2c3d-4e5f-4a7b-8c9d-000000000001";

    private final MappingTemplate template = MappingTemplate.ofFeed("calendly-webhooks");

    @Test
    void wrapsADelivery() {
        Put put = render(bytes("{\"event\":\"invitee.created\"}"), Map.of(HEADER, "t=1,v1=ab"));
        assertThat(put.stream).isEqualTo("the-stream");
        assertThat(put.envelope.feed()).isEqualTo("calendly-webhooks");
        assertThat(put.envelope.id()).isEqualTo(REQUEST_ID);
        assertThat(put.envelope.receivedAtMicros()).isEqualTo(RECEIVED_AT_MILLIS * 1000);
        assertThat(put.envelope.signature()).isEqualTo("t=1,v1=ab");
        assertThat(put.envelope.body()).asString().isEqualTo("{\"event\":\"invitee.created\"}");
        assertThat(put.envelope.defect()).isNull();
    }

    @Property
    void keepsEveryByte(@ForAll byte[] body) {
        assertThat(render(body, Map.of()).envelope.body()).isEqualTo(body);
    }

    @Property
    void keepsEverySignatureHeader(
            @ForAll @StringLength(min = 1, max = 150) @CharRange(from = '\u0021', to = '\u00ff') String signature) {
        assertThat(render(bytes("{}"), Map.of(HEADER, signature)).envelope.signature())
                .isEqualTo(signature);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "\0",
                "{",
                "{}",
                "null",
                "not json",
                "e30=",
                "abcd",
                "\"quotes\" and 'apostrophes' and \\back\\slashes\\ and\nlines\r\n",
                "#set($x = 1)$x ${q} $q $!body #foreach($i in [1..9999])$i#end #include('pom.xml') #parse('pom.xml')",
                "$util.base64Encode('x') $context.extendedRequestId #stop #end #* *# ## #[[ ]]#",
                "$input.getClass().forName('java.lang.Runtime').getRuntime().exec('false')",
                "\ufeff{}",
                "\ud83d\udcc5 \u00e9\u00df"
            })
    void leavesOddBodiesAsTheyAre(String body) {
        Put put = render(bytes(body), Map.of(HEADER, "t=1,v1=ab"));
        assertThat(put.envelope.defect()).isNull();
        assertThat(put.envelope.body()).isEqualTo(bytes(body));
        assertThat(put.partitionKey).isEqualTo(REQUEST_ID);
    }

    @Test
    void leavesBytesThatAreNoTextAsTheyAre() {
        byte[] body = {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3, (byte) 0x28, (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        assertThat(render(body, Map.of()).envelope.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's 'quoted'",
                "\\'",
                "\\\\'\\",
                "\"},\"body\":\"\",{\"x\":\"",
                "a/b",
                "$q ${q} $util.base64Encode('x') #set($id = 'x') #end #stop ##",
                "tab\there",
                "caf\u00e9",
                "$1 \\1",
                "{}"
            })
    void leavesOddSignaturesAsTheyAre(String signature) {
        Put put = render(bytes("{}"), Map.of(HEADER, signature));
        assertThat(put.envelope.defect()).isNull();
        assertThat(put.envelope.signature()).isEqualTo(signature);
        assertThat(put.envelope.body()).isEqualTo(bytes("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Calendly-Webhook-Signature", "calendly-webhook-signature", "CALENDLY-WEBHOOK-SIGNATURE"})
    void findsTheSignatureInAnyCase(String name) {
        assertThat(render(bytes("{}"), Map.of("Accept", "*/*", name, "t=1,v1=ab", "Host", "h"))
                        .envelope
                        .signature())
                .isEqualTo("t=1,v1=ab");
    }

    @Test
    void writesNoSignatureWhereNoneCame() {
        assertThat(render(bytes("{}"), Map.of()).envelope.signature()).isNull();
        assertThat(render(bytes("{}"), Map.of(HEADER, "")).envelope.signature()).isNull();
        assertThat(render(bytes("{}"), Map.of(HEADER, "  ")).envelope.signature())
                .isNull();
    }

    @Test
    void takesTheInviteeAsPartitionKey() {
        String others = "\"event\":\"https://api.calendly.com/scheduled_events/E-1\","
                + "\"old_invitee\":\"https://api.calendly.com/scheduled_events/E-0/invitees/OLD\","
                + "\"no_show\":{\"uri\":\"https://api.calendly.com/invitee_no_shows/N\"},"
                + "\"scheduled_event\":{\"uri\":\"https://api.calendly.com/scheduled_events/E-1\"}";
        String uri = "\"uri\" :\n \"" + INVITEE + "\"";
        String expected = "0a1b2c3d-4e5f-4a7b-8c9d-000000000001";
        assertThat(key("{\"payload\":{" + others + "," + uri + "}}")).isEqualTo(expected);
        assertThat(key("{\"payload\":{" + uri + "," + others + "}}")).isEqualTo(expected);
        assertThat(key("{\"payload\":{" + uri)).as("malformed JSON").isEqualTo(expected);
        assertThat(key("{\"payload\":{" + others + "}}")).as("no uri").isEqualTo(REQUEST_ID);
    }

    @Test
    void neverTakesAPartitionKeyThatKinesisRefuses() {
        String start = "{\"uri\":\"https://api.calendly.com/scheduled_events/E/invitees/";
        assertThat(key(start + "a".repeat(200) + "\"}")).hasSize(200);
        assertThat(key(start + "a".repeat(201) + "\"}")).isEqualTo(REQUEST_ID);
        assertThat(key(start + "\"}")).isEqualTo(REQUEST_ID);
        assertThat(key(start + "a\\\"b\"}")).isEqualTo(REQUEST_ID);
        assertThat(key("\"uri\":\"" + "/scheduled_events/".repeat(50_000))).isEqualTo(REQUEST_ID);
        assertThat(key("\"uri\"".repeat(100_000))).isEqualTo(REQUEST_ID);
        assertThat(key("\"uri\"" + " ".repeat(700_000))).isEqualTo(REQUEST_ID);
    }

    @ParameterizedTest
    @ValueSource(ints = {780_287, 780_288})
    void fitsTheLargestWholeBodyIntoARecord(int length) {
        byte[] body = randomBytes(length);
        Put put = render(body, Map.of(HEADER, "\u00e9".repeat(2_000)));
        assertThat(put.envelope.defect()).isNull();
        assertThat(put.envelope.body()).isEqualTo(body);
        assertThat(put.recordBytes + put.partitionKey.length()).isLessThanOrEqualTo(KINESIS_RECORD_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {780_289, 780_290, 780_291, 10 * 1024 * 1024})
    void cutsABodyThatDoesNotFitAndSaysSo(int length) throws IOException {
        byte[] body = randomBytes(length);
        Put put = render(body, Map.of(HEADER, "\u00e9".repeat(2_000)));
        assertThat(put.envelope.defect()).isEqualTo(Envelope.BODY_TRUNCATED);
        assertThat(put.envelope.body()).isEqualTo(Arrays.copyOf(body, 780_288));
        assertThat(JSON.readTree(put.record).get("body_length").asInt()).isEqualTo(length);
        assertThat(put.recordBytes + put.partitionKey.length()).isLessThanOrEqualTo(KINESIS_RECORD_BYTES);
    }

    /** Had API Gateway's binary media types been forgotten, the body would come as text. */
    @Test
    void wrapsTextThatAWrongSettingLetsThrough() {
        String body = "{\"name\":\"Z\u00fcrich\",\"uri\":\"" + INVITEE + "\"}";
        GatewayRequest request = new GatewayRequest(Map.of(), bytes(body), REQUEST_ID, RECEIVED_AT_MILLIS);
        Put put = read(template.render(new TextInput(body), request, Map.of("calendlyStream", "the-stream")));
        assertThat(put.envelope.body()).isEqualTo(bytes(body));
        assertThat(put.partitionKey).isEqualTo("0a1b2c3d-4e5f-4a7b-8c9d-000000000001");
    }

    /** {@code $input} without binary media types. */
    public record TextInput(String body) {
        public String getBody() {
            return body;
        }

        public Map<String, Map<String, String>> params() {
            return Map.of("header", Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$util.getClass().getClassLoader()",
                "$util.class.forName('java.lang.Runtime')",
                "#include('pom.xml')",
                "#parse('gateway/calendly-webhooks.vtl')",
                "$noSuchThing"
            })
    void fencesTemplatesIn(String source) {
        MappingTemplate fenced = MappingTemplate.of("fenced", source);
        GatewayRequest request = new GatewayRequest(Map.of(), new byte[0], REQUEST_ID, RECEIVED_AT_MILLIS);
        assertThatThrownBy(() -> fenced.render(request, Map.of())).isInstanceOf(RuntimeException.class);
    }

    private String key(String body) {
        return render(bytes(body), Map.of()).partitionKey;
    }

    private Put render(byte[] body, Map<String, String> headers) {
        GatewayRequest request = new GatewayRequest(headers, body, REQUEST_ID, RECEIVED_AT_MILLIS);
        return read(template.render(request, Map.of("calendlyStream", "the-stream")));
    }

    private static Put read(String rendered) {
        try {
            JsonNode put = JSON.readTree(rendered);
            byte[] record = put.get("Data").binaryValue();
            Envelope envelope = new EnvelopeCodec("calendly-webhooks").decode(record, "shard-0:1", 0);
            return new Put(
                    put.get("StreamName").asText(),
                    put.get("PartitionKey").asText(),
                    new String(record, StandardCharsets.UTF_8),
                    record.length,
                    envelope);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] randomBytes(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        return body;
    }

    private record Put(String stream, String partitionKey, String record, int recordBytes, Envelope envelope) {}
}
