package dev.tidemark.table;

import java.util.Objects;

/**
 * A view over tables, in SQL that every engine understands once {@link SqlDialect} has written it out: identifiers stand in
 * double quotes, {@code AS_UTC("column")} is a timestamp that is shown.
 *
 * @param name the view's name, snake_case
 * @param meaning one sentence: what a row is
 * @param query the query, beginning with SELECT or WITH
 */
public record ViewSpec(String name, String meaning, String query) {
    public ViewSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(meaning, "meaning");
        query = query.strip();
    }
}
