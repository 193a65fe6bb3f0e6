package dev.tidemark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final ColumnType MONEY = ColumnType.decimal(18, 2);

    @Test
    void readsDecimalsToTheScaleOfTheirColumn() {
        assertThat(Values.parse(MONEY, "12.5")).isEqualTo(new BigDecimal("12.50"));
        assertThat(Values.parse(MONEY, "1e3")).isEqualTo(new BigDecimal("1000.00"));
    }

    /** Written out, some of these have gigabytes of digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {"1E400000000", "1e-400000000", "-1E2147483647", "1E-2147483647", "0E400000000", "12.345", "x"})
    void refusesDecimalsThatTheColumnCannotHold(String text) {
        assertThatThrownBy(() -> Values.parse(MONEY, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no " + MONEY);
    }
}
