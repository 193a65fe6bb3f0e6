package dev.tidemark.table;

import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.table.TableSpec.Layer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableSpecTest {
    private final TableSpec table = TableSpec.upsert("t", Layer.GOLD)
            .column("day", DATE, "a day")
            .column("channel", STRING, "a channel")
            .column("count", LONG, "a count")
            .key("channel", "day")
            .partitionBy("day")
            .meaning("a table")
            .build();

    @Test
    void knowsItsColumnsByName() {
        assertThat(table.width()).isEqualTo(3);
        assertThat(table.ordinal("count")).isEqualTo(2);
        assertThat(table.column("count").type()).isEqualTo(LONG);
        assertThat(table.hasColumn("count")).isTrue();
        assertThat(table.hasColumn("none")).isFalse();
        assertThat(table.keyOrdinals()).containsExactly(1, 0);
        assertThat(table.partitionOrdinals()).containsExactly(0);
        assertThat(table.mode()).isEqualTo(TableSpec.Mode.UPSERT);
    }

    @Test
    void namesItsColumnsWhenOneIsUnknown() {
        assertThatThrownBy(() -> table.ordinal("none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'none'", "day, channel, count");
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> TableSpec.append("t", Layer.SILVER)
                        .column("a", LONG, "")
                        .column("a", LONG, "")
                        .build())
                .hasMessageContaining("a twice");
        assertThatThrownBy(() -> TableSpec.append("t", Layer.SILVER).key("a").build())
                .hasMessageContaining("'a'");
        assertThatThrownBy(() ->
                        TableSpec.append("t", Layer.SILVER).partitionBy("a").build())
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> TableSpec.append("t", Layer.SILVER)
                        .column("a", LONG, "")
                        .partitionBy("a", "a")
                        .build())
                .hasMessageContaining("twice");
        assertThatThrownBy(() ->
                        TableSpec.upsert("t", Layer.GOLD).column("a", LONG, "").build())
                .hasMessageContaining("key");
    }

    @Test
    void aRowHasAValueForEachColumn() {
        assertThat(TableRow.of(table, 1, "x", 2L).delete()).isFalse();
        assertThat(TableRow.deletion(table, 1, "x", null).delete()).isTrue();
        assertThatThrownBy(() -> TableRow.of(table, 1, "x")).hasMessageContaining("3 columns");
    }

    @Test
    void rowsAreEqualByTheirValues() {
        TableRow row = TableRow.of(table, 1, "x", 2L);

        assertThat(row).isEqualTo(TableRow.of(table, 1, "x", 2L)).hasSameHashCodeAs(TableRow.of(table, 1, "x", 2L));
        assertThat(row).isNotEqualTo(TableRow.of(table, 1, "x", 3L));
        assertThat(row).isNotEqualTo(TableRow.deletion(table, 1, "x", 2L));
    }

    @Test
    void aBuilderFillsARowByName() {
        assertThat(new RowBuilder(table).set("count", 2L).set("day", 1).build())
                .isEqualTo(TableRow.of(table, 1, null, 2L));
        assertThat(new RowBuilder(table).set("day", 1).buildDeletion().delete()).isTrue();
        assertThatThrownBy(() -> new RowBuilder(table).set("none", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCatalogKeepsTheOrderOfTheFlow() {
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "t" + i).toList();
        Catalog catalog = new Catalog(names.stream()
                .map(n ->
                        TableSpec.append(n, Layer.SILVER).column("a", LONG, "").build())
                .toList());

        assertThat(catalog.tables()).extracting(TableSpec::name).containsExactlyElementsOf(names);
        assertThat(catalog.byName().keySet()).containsExactlyElementsOf(names);
        assertThat(catalog.table("t7").name()).isEqualTo("t7");
        assertThat(catalog.find("none")).isEmpty();
        assertThatThrownBy(() -> catalog.table("none")).hasMessageContainingAll("'none'", "t0", "t49");
        assertThatThrownBy(() -> new Catalog(List.of(table, table))).hasMessageContaining("twice");
    }

    @Test
    void typesReadLikeSql() {
        assertThat(ColumnType.array(ColumnType.struct(Column.of("a", LONG, ""), Column.of("b", ColumnType.MONEY, "")))
                        .toString())
                .isEqualTo("array<struct<a:bigint,b:decimal(18,2)>>");
    }
}
