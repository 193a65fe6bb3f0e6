package dev.tidemark.domain.bookings.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.polled.FilePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of spend files: those that {@code file_index.json} names, in the order of their as-of date. Without an index
 * every JSON file counts.
 *
 * @param folder the folder; null, or one that does not exist, is empty
 */
public record SpendFolder(String folder) implements FilePlace {
    private static final Logger LOG = LoggerFactory.getLogger(SpendFolder.class);
    private static final String INDEX = "file_index.json";

    @Override
    public List<String> list() throws IOException {
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        Path dir = Path.of(folder);
        List<String> names = Files.exists(dir.resolve(INDEX)) ? indexed(dir) : unindexed(dir);
        names.sort(Comparator.comparing(SpendRows::asOfText).thenComparing(Comparator.naturalOrder()));
        return names;
    }

    private static List<String> indexed(Path dir) throws IOException {
        JsonNode files = new ObjectMapper()
                .readTree(Files.readAllBytes(dir.resolve(INDEX)))
                .path("files");
        if (!files.isArray()) {
            throw new IOException(INDEX + " must be {\"files\": [names]}");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode n : files) {
            String name = n.asText();
            if (!name.isEmpty() && !name.contains("/") && !name.contains("\\") && !names.contains(name)) {
                names.add(name);
            } else {
                LOG.warn("{} names '{}', which is no file name or stands there twice: passed over", INDEX, name);
            }
        }
        return names;
    }

    private static List<String> unindexed(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return new ArrayList<>(files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".json"))
                    .toList());
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(Path.of(folder).resolve(name));
    }
}
