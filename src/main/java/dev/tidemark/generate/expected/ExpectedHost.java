package dev.tidemark.generate.expected;

/**
 * A host of a meeting, as told when the booking was made.
 *
 * @param userId last part of the user's URI
 */
public record ExpectedHost(String userId, String email, String name) {}
