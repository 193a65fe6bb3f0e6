/**
 * The job's graph: {@code Pipeline} is the map of it, {@code Feeds} its beginnings, {@code Operators} the only place that
 * names operators.
 */
package dev.tidemark.topology;
