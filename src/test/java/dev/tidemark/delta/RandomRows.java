package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows of a table as encoders may meet them: columns without a value, with a few, with the same again and again, with
 * another every time; empty and long lists, texts of every length and script, the least and greatest numbers.
 */
final class RandomRows {
    private static final String[] SCRIPTS = {"a", "Zz9 ", "\u00e9", "\u4e2d", "\ud83d\ude00", "\u0000", "\u007f\u0080"};

    /** How the values of a column follow one another. */
    private enum Habit {
        NEVER,
        CONSTANT,
        RARE,
        RUNS,
        FEW,
        ANY
    }

    private final Random random;

    RandomRows(long seed) {
        random = new Random(seed);
    }

    List<Object[]> of(TableSpec table, int count) {
        List<Column> columns = table.columns();
        List<Object[]> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            rows.add(new Object[columns.size()]);
        }
        for (int c = 0; c < columns.size(); c++) {
            fill(rows, c, columns.get(c).type(), Habit.values()[random.nextInt(Habit.values().length)]);
        }
        return rows;
    }

    private void fill(List<Object[]> rows, int column, ColumnType type, Habit habit) {
        Object constant = value(type);
        Object[] few = new Object[1 + random.nextInt(40)];
        for (int i = 0; i < few.length; i++) {
            few[i] = random.nextInt(8) == 0 ? null : value(type);
        }
        Object run = null;
        for (Object[] row : rows) {
            row[column] = switch (habit) {
                case NEVER -> null;
                case CONSTANT -> constant;
                case RARE -> random.nextInt(50) == 0 ? value(type) : null;
                case RUNS -> run = random.nextInt(12) == 0 ? few[random.nextInt(few.length)] : run;
                case FEW -> few[random.nextInt(few.length)];
                case ANY -> value(type);
            };
        }
    }

    private Object value(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> text();
            case INT, DATE -> (int) number(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG, TIMESTAMP -> number(Long.MIN_VALUE, Long.MAX_VALUE);
            case BOOLEAN -> random.nextBoolean();
            case DECIMAL -> decimal(type);
            case ARRAY -> list(type.element());
            case STRUCT ->
                type.fields().stream()
                        .map(f -> random.nextInt(4) == 0 ? null : value(f.type()))
                        .toArray();
        };
    }

    private long number(long least, long greatest) {
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> greatest;
            case 2 -> 0L;
            case 3 -> random.nextLong() % 1_000;
            default -> Math.max(least, Math.min(greatest, random.nextLong()));
        };
    }

    private BigDecimal decimal(ColumnType type) {
        BigInteger bound = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled =
                switch (random.nextInt(4)) {
                    case 0 -> bound.subtract(BigInteger.ONE);
                    case 1 -> BigInteger.ONE.subtract(bound);
                    default -> new BigInteger(bound.bitLength() + 1, random).mod(bound);
                };
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }

    private Object[] list(ColumnType element) {
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 1;
                    case 2 -> random.nextInt(4);
                    default -> random.nextInt(30);
                };
        Object[] list = new Object[length];
        for (int i = 0; i < length; i++) {
            list[i] = random.nextInt(5) == 0 ? null : value(element);
        }
        return list;
    }

    private String text() {
        int length =
                switch (random.nextInt(16)) {
                    case 0 -> 0;
                    case 1 -> 40 + random.nextInt(30);
                    case 2 -> random.nextInt(3_000);
                    default -> random.nextInt(12);
                };
        StringBuilder text = new StringBuilder();
        int script = random.nextInt(SCRIPTS.length + 3);
        for (int i = 0; i < length; i++) {
            // most texts are plain letters, some are of one script, some of all
            text.append(
                    script < SCRIPTS.length
                            ? SCRIPTS[random.nextInt(3) == 0 ? random.nextInt(SCRIPTS.length) : script]
                            : String.valueOf((char) ('a' + random.nextInt(26))));
        }
        return text.toString();
    }
}
