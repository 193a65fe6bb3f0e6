package dev.tidemark.delta;

import java.util.List;

/** A table in the lake is not what the catalog says. The message has a line for each difference. */
public final class SchemaMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaMismatchException(String location, List<String> differences) {
        super("the table at " + location + " does not fit the catalog:\n  " + String.join("\n  ", differences));
    }
}
