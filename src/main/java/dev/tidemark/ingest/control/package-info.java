/**
 * How a polled source is told to fetch, and tells how it goes: its schedule, the trigger objects under {@code
 * <lake>/_control/}, and the status objects beside them.
 */
package dev.tidemark.ingest.control;
