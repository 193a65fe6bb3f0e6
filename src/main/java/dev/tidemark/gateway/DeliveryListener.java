package dev.tidemark.gateway;

import java.time.Duration;

/** Told of every delivery that the gateway has answered; called from many threads, must not block. */
public interface DeliveryListener {

    /** Kinesis has it and the sender was told so. The latency is from the request's arrival to Kinesis' answer. */
    default void accepted(int bodyBytes, Duration latency) {}

    /** The sender was told to try again, or (413) that the body is too large for any gateway. */
    default void refused(int status, String reason) {}
}
