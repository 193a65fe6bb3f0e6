package dev.tidemark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final byte[] TEXT =
            "plain text, \u00e9\u00df\u07ff \u0800\uffff \ud800\udc00 \ud83d\ude00 \udbff\udfff and more"
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void agreesWithJavasDecoderOnEverySequenceOfTwoAndMany() {
        byte[] bytes = new byte[5];
        Random random = new Random(7);
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (int i = 0; i < 8; i++) {
                    random.nextBytes(bytes);
                    bytes[0] = (byte) first;
                    bytes[1] = (byte) second;
                    if (i < 6) {
                        bytes[2] = (byte) (0x80 | bytes[2] & 0x3F);
                        bytes[3] = (byte) (i < 3 ? 0x80 | bytes[3] & 0x3F : 'x');
                        bytes[4] = 'x';
                    }
                    assertSame(bytes);
                }
            }
        }
    }

    @Test
    void agreesWithJavasDecoderOnTextsThatAreCutOrSpoiled() {
        assertThat(Utf8.isWellFormed(TEXT)).isTrue();
        for (int length = 0; length <= TEXT.length; length++) {
            assertSame(Arrays.copyOf(TEXT, length));
        }
        for (int i = 0; i < TEXT.length; i++) {
            for (int b = 0; b < 256; b++) {
                byte[] spoiled = TEXT.clone();
                spoiled[i] = (byte) b;
                assertSame(spoiled);
            }
        }
    }

    @Test
    void isTheTextItIsMadeOf() {
        assertThat(new Utf8(TEXT)).hasToString(new String(TEXT, StandardCharsets.UTF_8));
        assertThat(Utf8.of("\u00e9")).isEqualTo(new Utf8(new byte[] {(byte) 0xC3, (byte) 0xA9}));
    }

    private static void assertSame(byte[] bytes) {
        assertThat(Utf8.isWellFormed(bytes)).as(() -> Arrays.toString(bytes)).isEqualTo(isDecoded(bytes));
    }

    private static boolean isDecoded(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
