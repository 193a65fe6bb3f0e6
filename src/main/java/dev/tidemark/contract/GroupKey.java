package dev.tidemark.contract;

/**
 * Names a group of cells that one Gold table aggregates and renders together, on one subtask.
 *
 * @param table the Gold table's name
 * @param number which group, such as a day; 0 where the table has a single group
 */
public record GroupKey(String table, long number) {}
