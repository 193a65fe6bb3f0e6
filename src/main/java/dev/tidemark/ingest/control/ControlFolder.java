package dev.tidemark.ingest.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder {@code _control} of a lake: {@code fetch-FEED} asks for a fetch, a new content of it asks again; {@code
 * status-FEED.json} tells how the last one went.
 *
 * @param lake where the tables are
 */
public record ControlFolder(String lake) implements Serializable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Asks for a fetch. */
    public void request(String feed) throws IOException {
        write("fetch-" + feed, (Instant.now() + " " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
    }

    /** What the last request says, or null if nobody ever asked; another text is another request. */
    public String requested(String feed) throws IOException {
        byte[] content = read("fetch-" + feed);
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    /** Tells how a fetch goes. */
    public void report(FetchStatus status) throws IOException {
        write("status-" + status.feed() + ".json", JSON.writeValueAsBytes(status));
    }

    /** How the last fetch went, or empty if there was none. */
    public Optional<FetchStatus> status(String feed) throws IOException {
        byte[] content = read("status-" + feed + ".json");
        return content == null ? Optional.empty() : Optional.of(JSON.readValue(content, FetchStatus.class));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder().resolve(name);
        Files.createDirectories(folder());
        Path made = Files.createTempFile(folder(), name, ".tmp");
        Files.write(made, content);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] read(String name) throws IOException {
        try {
            return Files.readAllBytes(folder().resolve(name));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Path folder() {
        return Path.of(lake).resolve("_control");
    }
}
