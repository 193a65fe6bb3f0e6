package dev.tidemark.domain.bookings;

import java.io.Serializable;

/**
 * A host of a meeting.
 *
 * @param userId last part of the user's URI, or the whole if it has no parts
 * @param email the address, or null
 * @param name the name, or null
 */
public record Host(String userId, String email, String name) implements Serializable {}
