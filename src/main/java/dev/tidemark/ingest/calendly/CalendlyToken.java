package dev.tidemark.ingest.calendly;

import java.io.Serializable;

/**
 * The token that reads Calendly's REST API. Never logged: {@link #toString} does not show it.
 *
 * @param value the token as Calendly gave it
 */
public record CalendlyToken(String value) implements Serializable {
    @Override
    public String toString() {
        return "CalendlyToken[hidden]";
    }
}
