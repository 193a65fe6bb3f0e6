package dev.tidemark.ingest.calendly;

import java.io.IOException;

/** Asking again soon will not help: a person must do something, and the message says what. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
