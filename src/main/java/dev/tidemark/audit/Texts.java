package dev.tidemark.audit;

import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns rows of a table into texts by column. */
record Texts(TableSpec table) {

    Map<String, String> of(Object[] row) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            Column c = table.columns().get(i);
            texts.put(c.name(), Values.format(c.type(), row[i]));
        }
        return texts;
    }
}
