package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStatisticsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "exactly thirty-two characters..!",
                "a long text that does not fit into thirty-two characters",
                "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
                        + "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
                        + "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
                        + "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
                        + "\ud83d\ude00\uffff"
            })
    void aCutStringStillBoundsTheWholeOne(String s) {
        String least = FileStatistics.cut(s, false);
        String greatest = FileStatistics.cut(s, true);
        assertThat(compareUtf8(least, s)).isLessThanOrEqualTo(0);
        assertThat(compareUtf8(greatest, s)).isGreaterThanOrEqualTo(0);
        assertThat(greatest.codePointCount(0, greatest.length())).isLessThanOrEqualTo(33);
        assertThat(new String(greatest.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(greatest);
    }

    private static int compareUtf8(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
