package dev.tidemark.domain.bookings.decode;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of a body that we read, as a tree: an inner node is an object, a leaf a value for one column. */
final class ParseTree {
    final String path;
    final Map<String, ParseTree> children = new HashMap<>();
    final int ordinal;
    final ColumnType type;
    /** Whether a number will not do: the field decides what a record is. */
    final boolean mustBeText;

    private ParseTree(String path, int ordinal, ColumnType type, boolean mustBeText) {
        this.path = path;
        this.ordinal = ordinal;
        this.type = type;
        this.mustBeText = mustBeText;
    }

    private static ParseTree inner(String path) {
        return new ParseTree(path, -1, null, false);
    }

    boolean isLeaf() {
        return type != null;
    }

    /**
     * The tree of all fields of a layout; leaves point at the columns of {@code table}.
     *
     * @param mustBeText the paths of leaves that take nothing but text
     */
    static ParseTree of(List<WebhookLayout.Field> fields, TableSpec table, Set<String> mustBeText) {
        ParseTree root = inner("");
        for (WebhookLayout.Field field : fields) {
            ParseTree node = root;
            List<String> path = field.path();
            for (String key : path.subList(0, path.size() - 1)) {
                String at = node.path.isEmpty() ? key : node.path + "." + key;
                node = node.children.computeIfAbsent(key, k -> inner(at));
            }
            Column column = field.column();
            String whole = String.join(".", path);
            node.children.put(
                    path.get(path.size() - 1),
                    new ParseTree(whole, table.ordinal(column.name()), column.type(), mustBeText.contains(whole)));
        }
        return root;
    }

    /** The fields of an array's elements as leaves whose ordinal is the place in the struct. */
    static ParseTree ofStruct(ColumnType struct) {
        ParseTree fields = inner("");
        for (int i = 0; i < struct.fields().size(); i++) {
            Column c = struct.fields().get(i);
            fields.children.put(c.name(), new ParseTree(c.name(), i, c.type(), false));
        }
        return fields;
    }
}
