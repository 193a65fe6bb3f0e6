package dev.tidemark.ingest.calendly;

import java.io.Serializable;

/**
 * The token that reads Calendly's REST API. Never logged: {@link #toString} does not show it.
 *
 * @param value the token as Calendly gave it
 */
public record CalendlyToken(String value) implements Serializable {
    public CalendlyToken {
        if (value.isBlank() || !value.strip().chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the Calendly token is empty or has characters that no token has");
        }
        value = value.strip();
    }

    @Override
    public String toString() {
        return "CalendlyToken[hidden]";
    }
}
