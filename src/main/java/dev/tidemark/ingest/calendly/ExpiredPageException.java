package dev.tidemark.ingest.calendly;

import java.io.IOException;

/** A link to a page is not good any more: the listing must begin anew. */
final class ExpiredPageException extends IOException {
    private static final long serialVersionUID = 1L;

    ExpiredPageException(StatusException cause) {
        super("the link to the next page is not good any more: " + cause.getMessage(), cause);
    }
}
