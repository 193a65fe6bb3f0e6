package dev.tidemark.ingest.control;

import java.io.IOException;

/**
 * A fetch failed and asking again soon will not help: a person must do something, and the message says what. It is tried
 * again by schedule and on request only.
 */
public final class FetchRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public FetchRefusedException(String message) {
        super(message);
    }
}
