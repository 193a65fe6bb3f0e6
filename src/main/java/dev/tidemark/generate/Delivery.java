package dev.tidemark.generate;

import java.time.Duration;
import java.time.Instant;

/**
 * One webhook as it is sent.
 *
 * @param index its place in the traffic, from 0
 * @param due when it is sent, after the start of the traffic; never less than that of the delivery before
 * @param createdAt the webhook's own {@code created_at}; never after start + due
 * @param late whether it is meant to be refused as late
 * @param body the raw body, one line without its end
 */
public record Delivery(long index, Duration due, Instant createdAt, boolean late, byte[] body) {}
