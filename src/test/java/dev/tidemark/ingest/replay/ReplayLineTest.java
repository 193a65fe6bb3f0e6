package dev.tidemark.ingest.replay;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ReplayLineTest {
    private static final String BODY =
            "{ \"a\" : \"\u00e9 \\u00e9 }\", \"created_at\":\"2026-01-02T00:00:00Z\",\"n\":1.0 }";
    private static final long MADE = micros("2026-01-02T00:00:00Z");
    private static final long RECEIVED = micros("2026-01-02T00:00:01Z");

    @Example
    void aBodyIsItself() {
        assertLine(BODY, BODY, MADE, EventClock.NONE);
    }

    @Example
    void aWrappedBodyIsTakenByteForByte() {
        String time = "\"ingestion_time\":\"2026-01-02T00:00:01\"";
        assertLine("{" + time + ",\"source\":\"x\",\"data\": " + BODY + " }", BODY, MADE, RECEIVED);
        assertLine("{\"data\":" + BODY + "," + time + "}", BODY, MADE, RECEIVED);
        assertLine("\ufeff{\"data\":" + BODY + "," + time + "}", BODY, MADE, RECEIVED);
        assertLine("{\"source\":{\"data\":{}}," + time + ",\"data\":" + BODY + "}", BODY, MADE, RECEIVED);
    }

    @Example
    void theTimeOfReceiptMayHaveAZone() {
        for (String time :
                List.of("2026-01-02T00:00:01Z", "2026-01-02 01:00:01.000+01:00", "2026-01-02T00:00:01.000000")) {
            assertLine("{\"ingestion_time\":\"" + time + "\",\"data\":" + BODY + "}", BODY, MADE, RECEIVED);
        }
    }

    @Example
    void whatIsNotQuiteWrappedIsABody() {
        for (String line : List.of(
                "{\"data\":" + BODY + "}",
                "{\"ingestion_time\":\"yesterday\",\"data\":" + BODY + "}",
                "{\"ingestion_time\":\"2026-01-02T00:00:01\",\"data\":[]}",
                "{\"ingestion_time\":\"2026-01-02T00:00:01\",\"data\":" + BODY,
                "{\"ingestion_time\":\"2026-01-02T00:00:01\"}")) {
            assertLine(line, line, EventClock.NONE, EventClock.NONE);
        }
    }

    @Example
    void aBodyThatDoesNotSayItsTimeHasNone() {
        for (String line :
                List.of("", "x", "[]", "7", "null", "{\"created_at\":5}", "{\"created_at\":\"soon\"}", "{", "\"")) {
            assertLine(line, line, EventClock.NONE, EventClock.NONE);
        }
    }

    @Example
    void aWrappedLineInAnotherEncodingIsABody() {
        String wrapped = "{\"ingestion_time\":\"2026-01-02T00:00:01\",\"data\":" + BODY + "}";
        for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32"))) {
            byte[] line = wrapped.getBytes(charset);

            assertThat(ReplayLine.of(line).body()).isEqualTo(line);
        }
    }

    @Example
    void endlessNestingIsABody() {
        String line = "{\"ingestion_time\":\"2026-01-02T00:00:01\",\"data\":" + "{\"a\":".repeat(10_000);

        assertThat(ReplayLine.of(line.getBytes(UTF_8)).body()).isEqualTo(line.getBytes(UTF_8));
    }

    @Property
    void neverFails(@ForAll byte[] line) {
        assertThat(ReplayLine.of(line).body()).isNotNull();
    }

    @Property
    void neverFailsOnADamagedLine(@ForAll @Size(3) List<Integer> places, @ForAll byte other) {
        byte[] line = ("{\"ingestion_time\":\"2026-01-02T00:00:01\",\"data\":" + BODY + "}").getBytes(UTF_8);
        places.forEach(p -> line[Math.floorMod(p, line.length)] = other);

        assertThat(ReplayLine.of(line).body()).isNotNull();
    }

    private static void assertLine(String line, String body, long made, long received) {
        ReplayLine read = ReplayLine.of(line.getBytes(UTF_8));

        assertThat(new String(read.body(), UTF_8)).isEqualTo(body);
        assertThat(read.madeMicros()).as(line).isEqualTo(made);
        assertThat(read.receivedMicros()).isEqualTo(received);
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
