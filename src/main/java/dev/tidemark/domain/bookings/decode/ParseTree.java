package dev.tidemark.domain.bookings.decode;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of a body that we read, as a tree: an inner node is an object, a leaf a value for one column. */
final class ParseTree {
    final String path;
    final Map<String, ParseTree> children = new HashMap<>();
    final int ordinal;
    final ColumnType type;

    private ParseTree(String path, int ordinal, ColumnType type) {
        this.path = path;
        this.ordinal = ordinal;
        this.type = type;
    }

    boolean isLeaf() {
        return type != null;
    }

    /** The tree of all fields of a layout; leaves point at the columns of {@code table}. */
    static ParseTree of(List<WebhookLayout.Field> fields, TableSpec table) {
        ParseTree root = new ParseTree("", -1, null);
        for (WebhookLayout.Field field : fields) {
            ParseTree node = root;
            List<String> path = field.path();
            for (String key : path.subList(0, path.size() - 1)) {
                String at = node.path.isEmpty() ? key : node.path + "." + key;
                node = node.children.computeIfAbsent(key, k -> new ParseTree(at, -1, null));
            }
            Column column = field.column();
            node.children.put(
                    path.get(path.size() - 1),
                    new ParseTree(String.join(".", path), table.ordinal(column.name()), column.type()));
        }
        return root;
    }

    /** The fields of an array's elements, by key, as leaves whose ordinal is the place in the struct. */
    static Map<String, ParseTree> ofStruct(ColumnType struct) {
        Map<String, ParseTree> fields = new HashMap<>();
        for (int i = 0; i < struct.fields().size(); i++) {
            Column c = struct.fields().get(i);
            fields.put(c.name(), new ParseTree(c.name(), i, c.type()));
        }
        return fields;
    }
}
