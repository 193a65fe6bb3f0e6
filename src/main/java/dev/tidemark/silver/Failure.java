package dev.tidemark.silver;

/**
 * One thing that is wrong with a record.
 *
 * @param reason the rule that was broken, a stable word such as {@code missing_field}
 * @param field the field, as a path in the body, or null if the whole record is meant
 * @param message for people: what was found and what was expected; never a clear e-mail address
 */
public record Failure(String reason, String field, String message) {}
