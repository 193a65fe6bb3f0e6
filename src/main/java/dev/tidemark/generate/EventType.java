package dev.tidemark.generate;

/**
 * An event type that people book.
 *
 * @param uri its URI
 * @param name as the scheduled event carries it
 * @param durationMinutes how long its meetings last
 */
record EventType(String uri, String name, int durationMinutes) {}
