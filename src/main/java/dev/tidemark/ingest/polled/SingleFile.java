package dev.tidemark.ingest.polled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One local file, such as the event-type mapping, with what stands for it while it is not there.
 *
 * @param path the file, or null for none
 * @param fallback the content to use when there is no file, or null for none
 */
public record SingleFile(String path, byte[] fallback) implements FilePlace {
    private static final String FALLBACK_NAME = "(shipped)";

    @Override
    public List<String> list() {
        if (path != null && Files.exists(Path.of(path))) {
            return List.of(Path.of(path).getFileName().toString());
        }
        return fallback == null ? List.of() : List.of(FALLBACK_NAME);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return name.equals(FALLBACK_NAME) ? fallback : Files.readAllBytes(Path.of(path));
    }
}
