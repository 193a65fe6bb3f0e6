package dev.tidemark.table;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.array;
import static dev.tidemark.table.ColumnType.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;

class RowCodecTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Some types, and a row of them. */
    private record Row(List<ColumnType> types, Object[] values) {}

    @AfterTry
    void forget() {
        bytes.reset();
    }

    @Property
    void readsWhatItWrites(@ForAll("rows") Row row) throws IOException {
        write(row.types, row.values);

        assertThat(read(row.types)).isEqualTo(row.values);
    }

    @Property
    void readsAnOlderRowWithNullsForWhatWasAdded(@ForAll("rows") Row row, @ForAll("rows") Row added)
            throws IOException {
        write(row.types, row.values);
        List<ColumnType> newer = new ArrayList<>(row.types);
        newer.addAll(added.types);

        assertThat(read(newer)).isEqualTo(Arrays.copyOf(row.values, newer.size()));
    }

    @Property
    void readsAnOlderStructInsideARow(@ForAll("rows") Row row, @ForAll("rows") Row added) throws IOException {
        List<ColumnType> newer = new ArrayList<>(row.types);
        newer.addAll(added.types);
        write(List.of(array(structOf(row.types))), new Object[] {new Object[] {row.values, null}});

        Object[] read = (Object[]) read(List.of(array(structOf(newer))))[0];

        assertThat(read).isEqualTo(new Object[] {Arrays.copyOf(row.values, newer.size()), null});
    }

    @Property
    void refusesARowOfMoreColumns(@ForAll("rows") Row row, @ForAll @IntRange(min = 1, max = 3) int fewer)
            throws IOException {
        write(row.types, row.values);
        List<ColumnType> older = row.types.subList(0, Math.max(0, row.types.size() - fewer));

        assertThatThrownBy(() -> read(older)).isInstanceOf(IOException.class).hasMessageContaining("newer release");
    }

    @Property
    void readsNumbersOfAnyLength(@ForAll @IntRange(min = 0) int value) throws IOException {
        RowCodec.writeVarInt(value, new DataOutputStream(bytes));

        assertThat(RowCodec.readVarInt(in())).isEqualTo(value);
        assertThat(bytes.size()).isLessThanOrEqualTo(5);
    }

    @Example
    void writesATextLongerThanJavasOwnFormCan() throws IOException {
        String text = "\u00e9".repeat(100_000);
        RowCodec.writeString(text, new DataOutputStream(bytes));

        assertThat(RowCodec.readString(in())).isEqualTo(text);
    }

    @Example
    void refusesADecimalOfAnotherScale() {
        assertThatThrownBy(() -> write(List.of(MONEY), new Object[] {new BigDecimal("1.5")}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("scale");
    }

    @Example
    void refusesAValueOfAnotherClass() {
        assertThatThrownBy(() -> write(List.of(LONG), new Object[] {1})).isInstanceOf(ClassCastException.class);
    }

    @Example
    void damagedBytesAreAnErrorOfReading() throws IOException {
        bytes.writeBytes(new byte[] {-1, -1, -1, -1, -1, -1});
        assertThatThrownBy(() -> read(List.of(STRING))).isInstanceOf(IOException.class);

        bytes.reset();
        bytes.writeBytes(new byte[] {-1, -1, -1, -1, 15});
        assertThatThrownBy(() -> RowCodec.readString(in())).isInstanceOf(IOException.class);

        bytes.reset();
        write(List.of(STRING), new Object[] {"text"});
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
        bytes.reset();
        bytes.writeBytes(cut);
        assertThatThrownBy(() -> read(List.of(STRING))).isInstanceOf(EOFException.class);
    }

    @Provide
    Arbitrary<Row> rows() {
        return types(2).list().ofMinSize(1).ofMaxSize(20).flatMap(types -> values(types)
                .map(v -> new Row(types, v)));
    }

    private static Arbitrary<ColumnType> types(int depth) {
        Arbitrary<ColumnType> flat = Arbitraries.of(
                STRING, INT, LONG, BOOLEAN, DATE, TIMESTAMP, MONEY, ColumnType.decimal(38, 10), ColumnType.UNIT_COST);
        if (depth == 0) {
            return flat;
        }
        Arbitrary<ColumnType> inner = types(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(4, flat),
                Tuple.of(1, inner.map(ColumnType::array)),
                Tuple.of(1, inner.list().ofMinSize(1).ofMaxSize(9).map(RowCodecTest::structOf)));
    }

    private static ColumnType structOf(List<ColumnType> types) {
        Column[] fields = new Column[types.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = Column.of("f" + i, types.get(i), "");
        }
        return struct(fields);
    }

    private static Arbitrary<Object[]> values(List<ColumnType> types) {
        return Combinators.combine(types.stream().map(RowCodecTest::value).toList())
                .as(List::toArray);
    }

    private static Arbitrary<Object> value(ColumnType type) {
        Arbitrary<?> values =
                switch (type.kind()) {
                    case STRING ->
                        Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(40);
                    case INT, DATE -> Arbitraries.integers();
                    case LONG, TIMESTAMP -> Arbitraries.longs();
                    case BOOLEAN -> Arbitraries.of(true, false);
                    case DECIMAL ->
                        Arbitraries.bigIntegers()
                                .between(
                                        BigInteger.TEN.pow(type.precision()).negate(),
                                        BigInteger.TEN.pow(type.precision()))
                                .map(i -> new BigDecimal(i, type.scale()));
                    case ARRAY -> value(type.element()).list().ofMaxSize(4).map(List::toArray);
                    case STRUCT ->
                        values(type.fields().stream().map(Column::type).toList());
                };
        return values.asGeneric().map(v -> (Object) v).injectNull(0.2);
    }

    /** Half a character is no text: it is written as a question mark. */
    private static char[] surrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    private void write(List<ColumnType> types, Object[] row) throws IOException {
        new RowCodec(types).write(row, new DataOutputStream(bytes));
    }

    private Object[] read(List<ColumnType> types) throws IOException {
        DataInputStream in = in();
        Object[] row = new RowCodec(types).read(in);
        assertThat(in.read()).isEqualTo(-1);
        return row;
    }

    private DataInputStream in() {
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
