package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.generate.Traffic;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a lake must hold after traffic that came live, by the generator's own reckoning. */
public final class ExpectedLake {
    /** What depends on how far the live watermark has come, and so on when the test runs. */
    private static final Set<String> MOVING = Set.of("held_count", "is_final", "updated_at");

    private final Map<String, List<Map<String, String>>> gold = new TreeMap<>();

    /** @param traffic all of it: what it has left is taken out of it */
    public ExpectedLake(Traffic traffic) {
        while (traffic.hasNext()) {
            traffic.next();
        }
        for (ExpectedTable table : ExpectedTables.ALL) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (Map<String, Object> row : table.rows(traffic.truth())) {
                Map<String, String> cells = new TreeMap<>();
                row.forEach((name, value) -> cells.put(name, text(value)));
                cells.keySet().removeAll(MOVING);
                rows.add(cells);
            }
            gold.put(table.name(), rows);
        }
    }

    /** Every Gold table has the rows that it must have, but for the columns that move with time. */
    public void assertGold(LakeReading lake) throws IOException {
        for (Map.Entry<String, List<Map<String, String>>> table : gold.entrySet()) {
            assertThat(table.getValue()).as(table.getKey()).isNotEmpty();
            LakeReading.assertSameRows(
                    table.getKey(), lake.rows(table.getKey(), MOVING.toArray(String[]::new)), table.getValue());
        }
    }

    /** Every record that was read is there once, and every fact, however often it was delivered. */
    public static void assertEachOnce(LakeReading lake) throws IOException {
        assertUnique(lake, "bronze_calendly_webhooks", "source_position");
        assertUnique(
                lake,
                "silver_fact_events",
                "data_event",
                "data_payload_uri",
                "data_created_at",
                "data_payload_updated_at");
        assertUnique(lake, "silver_booking_ledger", "person_key", "change_number");
        assertUnique(lake, "silver_fact_marketing", "spend_date", "channel", "revision");
    }

    private static void assertUnique(LakeReading lake, String table, String... key) throws IOException {
        Set<Map<String, String>> seen = new HashSet<>();
        for (Map<String, String> row : lake.rows(table)) {
            Map<String, String> values = new HashMap<>(row);
            values.keySet().retainAll(Set.of(key));
            assertThat(seen.add(values)).as("%s: %s twice", table, values).isTrue();
        }
        assertThat(seen).as(table).isNotEmpty();
    }

    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof BigDecimal d ? d.toPlainString() : value.toString();
    }
}
