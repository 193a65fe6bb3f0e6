package dev.tidemark.domain.bookings.spend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.polled.FilePlace;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.FileStore;
import dev.tidemark.ingest.store.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the spend files are: those that {@code file_index.json} there names, in the order of their as-of date. In a folder
 * or an S3 prefix without an index every JSON file counts.
 *
 * @param location the folder, HTTP address or S3 prefix
 * @param settings how it is reached
 * @param maxFileBytes the largest file to take
 */
public record SpendPlace(Location location, AccessSettings settings, long maxFileBytes) implements FilePlace {
    private static final String INDEX = "file_index.json";
    private static final int MAX_INDEX_BYTES = 8 << 20;
    private static final int MAX_NAME = 255;

    @Override
    public Access open() {
        return new Indexed(FileStore.open(location, settings));
    }

    private final class Indexed implements Access {
        private final FileStore store;

        Indexed(FileStore store) {
            this.store = store;
        }

        @Override
        public Listing list() throws IOException {
            FileContent index = store.read(INDEX, null, MAX_INDEX_BYTES);
            if (index instanceof FileContent.TooLarge) {
                throw new IOException(INDEX + " in " + location + " is larger than " + MAX_INDEX_BYTES + " bytes");
            }
            return index instanceof FileContent.Whole whole ? indexed(whole.bytes()) : unindexed();
        }

        private Listing indexed(byte[] index) throws IOException {
            Set<String> names = new LinkedHashSet<>();
            List<String> problems = new ArrayList<>();
            for (JsonNode n : parse(index)) {
                String name = n.asText();
                if (!n.isTextual() || !isFileName(name)) {
                    problems.add(INDEX + " names " + n + ", which is no file name: passed over");
                } else if (!names.add(name)) {
                    problems.add(INDEX + " names " + n + " twice");
                }
            }
            return new Listing(sorted(names), problems);
        }

        private JsonNode parse(byte[] index) throws IOException {
            try {
                JsonNode files = new ObjectMapper().readTree(index).path("files");
                if (files.isArray()) {
                    return files;
                }
            } catch (JsonProcessingException e) {
                throw new IOException(INDEX + " in " + location + " is no JSON: " + e.getOriginalMessage(), e);
            }
            throw new IOException(INDEX + " in " + location + " must be {\"files\": [names]}");
        }

        private Listing unindexed() throws IOException {
            List<String> all = store.list()
                    .orElseThrow(() -> new IOException("there is no " + INDEX + " in " + location
                            + "; over HTTP it must say which files there are: {\"files\": [names]}"));
            return new Listing(
                    sorted(all.stream().filter(n -> n.endsWith(".json")).toList()), List.of());
        }

        @Override
        public FileContent read(String name, String knownEtag) throws IOException {
            return store.read(name, knownEtag, maxFileBytes);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static List<String> sorted(Iterable<String> names) {
        List<String> sorted = new ArrayList<>();
        names.forEach(sorted::add);
        sorted.sort(Comparator.comparing(SpendRows::asOfText).thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    /** Whether it names a file right there, and nothing above, below or beside. */
    private static boolean isFileName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && !name.equals(".")
                && !name.equals("..")
                && !name.equals(INDEX)
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
}
