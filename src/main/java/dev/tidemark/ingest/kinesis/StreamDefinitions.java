package dev.tidemark.ingest.kinesis;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code kinesis/streams.json}: which streams there are, one a feed. */
public record StreamDefinitions(List<StreamDefinition> streams) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public StreamDefinitions {
        streams = List.copyOf(streams);
    }

    /** @throws IOException if the file can't be read, or naming the file and everything that is wrong in it */
    public static StreamDefinitions read(Path file) throws IOException {
        StreamDefinitions definitions;
        try {
            definitions = JSON.readValue(file.toFile(), StreamDefinitions.class);
        } catch (JsonMappingException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        List<String> problems = definitions.problems();
        if (!problems.isEmpty()) {
            throw new IOException(file + ":\n" + String.join("\n", problems));
        }
        return definitions;
    }

    /** The stream that carries a feed. */
    public Optional<StreamDefinition> ofFeed(String feed) {
        return streams.stream().filter(stream -> stream.feed().equals(feed)).findFirst();
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> feeds = new HashSet<>();
        for (StreamDefinition stream : streams) {
            String name = stream.name();
            refuse(!name.matches("[a-zA-Z0-9_.-]{1,128}"), "'" + name + "' is not a stream name", problems);
            refuse(!names.add(name), name + ": is there twice", problems);
            refuse(!feeds.add(stream.feed()), name + ": feed " + stream.feed() + " has a stream already", problems);
            refuse(stream.shards() < 1, name + ": shards is not at least 1", problems);
            refuse(
                    stream.retentionHours() < 24 || stream.retentionHours() > 8760,
                    name + ": retentionHours is not between 24 and 8760",
                    problems);
            refuse(
                    stream.maxRecordSizeKiB() < 1024 || stream.maxRecordSizeKiB() > 10240,
                    name + ": maxRecordSizeKiB is not between 1024 and 10240",
                    problems);
        }
        return problems;
    }

    private static void refuse(boolean wrong, String problem, List<String> problems) {
        if (wrong) {
            problems.add(problem);
        }
    }
}
