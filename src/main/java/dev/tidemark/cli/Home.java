package dev.tidemark.cli;

import java.nio.file.Path;

/** Where the product is installed: what the launcher says, or the current folder. */
final class Home {
    private Home() {}

    static Path path() {
        return Path.of(System.getProperty("tidemark.home", "."));
    }
}
