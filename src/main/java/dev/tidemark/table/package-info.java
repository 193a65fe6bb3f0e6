/**
 * What a table is: columns, types, key, partitioning and meaning. The single source of truth for the sink, the DDL, the
 * documentation, the command line and the dashboard. Knows nothing of Flink, Delta or a domain.
 */
package dev.tidemark.table;
