package dev.tidemark.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

    private static final String KEY = "first-key";
    private static final String NEXT_KEY = "second-key";
    private static final long SIGNED_AT = 1_767_225_600L;
    private static final byte[] BODY = "{\"event\":\"invitee.created\"}".getBytes(StandardCharsets.UTF_8);

    private final SignatureVerifier verifier = new SignatureVerifier(List.of(KEY), SignatureVerifier.DEFAULT_TOLERANCE);

    /** Computed with {@code printf '1767225600.{"event":"invitee.created"}' | openssl dgst -sha256 -hmac first-key}. */
    @Test
    void signsAsOpensslDoes() {
        assertThat(new WebhookSignature(KEY).sign(SIGNED_AT, BODY))
                .isEqualTo("t=1767225600,v1=ee93061c6cabd3fd2df2cfbe64c79e0c131342ea83bd718468f1ee2d84717ca3");
    }

    @Test
    void takesWhatWasSignedWithTheKey() {
        assertThat(verify(signed(KEY), SIGNED_AT, BODY)).isEqualTo(SignatureStatus.VALID);
    }

    @Test
    void comesToTheSameResultAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(verify(signed(KEY), SIGNED_AT, BODY)).isEqualTo(SignatureStatus.VALID);
            assertThat(verify(signed(NEXT_KEY), SIGNED_AT, BODY)).isEqualTo(SignatureStatus.BAD);
        }
    }

    @Test
    void takesBothKeysDuringRotation() {
        SignatureVerifier rotating = new SignatureVerifier(List.of(KEY, NEXT_KEY), SignatureVerifier.DEFAULT_TOLERANCE);
        assertThat(rotating.verify(pushed(signed(KEY), SIGNED_AT, BODY)).status())
                .isEqualTo(SignatureStatus.VALID);
        assertThat(rotating.verify(pushed(signed(NEXT_KEY), SIGNED_AT, BODY)).status())
                .isEqualTo(SignatureStatus.VALID);
        assertThat(rotating.verify(pushed(signed("another"), SIGNED_AT, BODY)).status())
                .isEqualTo(SignatureStatus.BAD);
    }

    @Test
    void refusesABodyThatDiffersInOneByte() {
        byte[] tampered = BODY.clone();
        tampered[tampered.length - 1] ^= 1;
        assertThat(verify(signed(KEY), SIGNED_AT, tampered)).isEqualTo(SignatureStatus.BAD);
    }

    @Test
    void refusesATimeOtherThanTheOneSigned() {
        String moved = signed(KEY).replace("t=" + SIGNED_AT, "t=" + (SIGNED_AT + 1));
        assertThat(verify(moved, SIGNED_AT, BODY)).isEqualTo(SignatureStatus.BAD);
    }

    @ParameterizedTest
    @CsvSource({"0,VALID", "180,VALID", "-180,VALID", "181,STALE", "-181,STALE", "86400,STALE"})
    void measuresTheAgeAgainstTheReceipt(long receivedAfterSeconds, SignatureStatus expected) {
        assertThat(verify(signed(KEY), SIGNED_AT + receivedAfterSeconds, BODY)).isEqualTo(expected);
    }

    @Test
    void saysHowStaleADeliveryIs() {
        assertThat(verifier.verify(pushed(signed(KEY), SIGNED_AT + 400, BODY)).message())
                .isEqualTo("signed 400 s before its receipt, allowed are 180 s");
        assertThat(verifier.verify(pushed(signed(KEY), SIGNED_AT - 400, BODY)).message())
                .isEqualTo("signed 400 s after its receipt, allowed are 180 s");
    }

    @Test
    void callsAForgedAndStaleDeliveryBad() {
        assertThat(verify(signed("another"), SIGNED_AT + 400, BODY)).isEqualTo(SignatureStatus.BAD);
    }

    @Test
    void readsSpacesOtherOrderOtherSchemesAndSeveralSignatures() {
        String right = v1(KEY);
        String wrong = v1("another");
        assertThat(verify(" v1 = " + right + " , t = " + SIGNED_AT + " ", SIGNED_AT, BODY))
                .isEqualTo(SignatureStatus.VALID);
        assertThat(verify("t=" + SIGNED_AT + ",v1=" + wrong + ",v1=" + right, SIGNED_AT, BODY))
                .isEqualTo(SignatureStatus.VALID);
        assertThat(verify("t=" + SIGNED_AT + ",v1=" + right + ",v1=" + wrong, SIGNED_AT, BODY))
                .isEqualTo(SignatureStatus.VALID);
        assertThat(verify("t=" + SIGNED_AT + ",v0=" + wrong + ",v1=zz,v2,v1=" + right + ",", SIGNED_AT, BODY))
                .isEqualTo(SignatureStatus.VALID);
        assertThat(verify("t=" + SIGNED_AT + ",v1=" + right.toUpperCase(Locale.ROOT), SIGNED_AT, BODY))
                .isEqualTo(SignatureStatus.VALID);
    }

    @Test
    void doesNotTakeASignatureOfAnotherScheme() {
        assertThat(verify("t=" + SIGNED_AT + ",v0=" + v1(KEY), SIGNED_AT, BODY)).isEqualTo(SignatureStatus.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                ",",
                "=",
                "t=1767225600",
                "t=1767225600,v1=",
                "t=1767225600,v1=abc",
                "t=,v1=@",
                "t=-1,v1=@",
                "t=1e9,v1=@",
                "t=\u0661\u0662,v1=@",
                "t=9999999999999,v1=@",
                "t=1767225600,t=1767225601,v1=@",
                "v1=@"
            })
    void callsAnUnusableHeaderMalformed(String header) {
        assertThat(verify(header.replace("@", v1(KEY)), SIGNED_AT, BODY)).isEqualTo(SignatureStatus.MALFORMED);
    }

    @Test
    void missesTheHeader() {
        assertThat(verify(null, SIGNED_AT, BODY)).isEqualTo(SignatureStatus.MISSING);
        assertThat(verify("  ", SIGNED_AT, BODY)).isEqualTo(SignatureStatus.MISSING);
    }

    @Test
    void asksNoSignatureOfWhatWeReadOurselves() {
        Envelope pulled = new Envelope(
                "calendly-webhooks",
                "file:1",
                SIGNED_AT * 1_000_000,
                null,
                BODY,
                "file:1",
                SIGNED_AT * 1_000_000,
                Envelope.Origin.PULLED,
                null);
        SignatureCheck check = verifier.verify(pulled);
        assertThat(check.status()).isEqualTo(SignatureStatus.NOT_REQUIRED);
        assertThat(check.passed()).isTrue();
    }

    @Test
    void refusesUnusableKeys() {
        Duration tolerance = SignatureVerifier.DEFAULT_TOLERANCE;
        assertThatThrownBy(() -> new SignatureVerifier(List.of(), tolerance)).hasMessageContaining("one signing key");
        assertThatThrownBy(() -> new SignatureVerifier(List.of("a", "b", "c"), tolerance))
                .hasMessageContaining("not 3");
        assertThatThrownBy(() -> new SignatureVerifier(List.of(""), tolerance)).hasMessageContaining("empty");
        assertThatThrownBy(() -> new SignatureVerifier(List.of(KEY), Duration.ofSeconds(-1)))
                .hasMessageContaining("negative");
    }

    private SignatureStatus verify(String header, long receivedAtSeconds, byte[] body) {
        return verifier.verify(pushed(header, receivedAtSeconds, body)).status();
    }

    private static String signed(String key) {
        return new WebhookSignature(key).sign(SIGNED_AT, BODY);
    }

    private static String v1(String key) {
        return signed(key).substring(signed(key).indexOf("v1=") + 3);
    }

    private static Envelope pushed(String header, long receivedAtSeconds, byte[] body) {
        long micros = receivedAtSeconds * 1_000_000;
        return new Envelope(
                "calendly-webhooks", "id", micros, header, body, "shard:1", micros, Envelope.Origin.PUSHED, null);
    }
}
