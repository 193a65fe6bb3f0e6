package dev.tidemark.shadow;

import dev.tidemark.table.Column;
import java.util.List;

/**
 * A part of the comparison, as a small table.
 *
 * @param name names it, snake_case
 * @param meaning what it shows, a sentence or two
 * @param columns its columns
 * @param rows its rows, values as the columns' types name them
 */
public record Section(String name, String meaning, List<Column> columns, List<Object[]> rows) {}
