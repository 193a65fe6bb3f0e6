package dev.tidemark.ingest.calendly;

import java.io.IOException;

/** The API answered with a client error other than a refusal; the same request will fail again. */
final class StatusException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    StatusException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
