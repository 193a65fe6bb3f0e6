package dev.tidemark.gateway;

/** A delivery was refused for so long that Calendly would disable the subscription. */
public final class DeliveryFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeliveryFailedException(String message) {
        super(message);
    }
}
