package dev.tidemark.table;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every table of a lake, by name, in the order of the data's flow. */
public final class Catalog implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, TableSpec> tables = new LinkedHashMap<>();

    public Catalog(Collection<TableSpec> specs) {
        for (TableSpec t : specs) {
            if (tables.put(t.name(), t) != null) {
                throw new IllegalArgumentException("table " + t.name() + " is in the catalog twice");
            }
        }
    }

    public List<TableSpec> tables() {
        return List.copyOf(tables.values());
    }

    public Optional<TableSpec> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /**
     * The table of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the tables
     */
    public TableSpec table(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no table '" + name + "'; the tables are:\n  "
                        + String.join("\n  ", tables.keySet())));
    }

    /** All tables as a map, in order. */
    public Map<String, TableSpec> byName() {
        return Collections.unmodifiableMap(tables);
    }
}
