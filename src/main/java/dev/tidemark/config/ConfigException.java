package dev.tidemark.config;

import java.util.List;

/** The configuration is wrong; the message lists every problem with its key and what to do. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> problems) {
        super(
                problems.size() == 1
                        ? "the configuration is wrong: " + problems.get(0)
                        : "the configuration has " + problems.size() + " problems:\n  - "
                                + String.join("\n  - ", problems));
    }
}
