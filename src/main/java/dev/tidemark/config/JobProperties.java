package dev.tidemark.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Finds the job's keys and values: in MSF's property group {@value #GROUP}, or in a properties file. */
public final class JobProperties {
    /** The property group on MSF. */
    public static final String GROUP = "Tidemark";

    /** Where Managed Service for Apache Flink puts the property groups of the application. */
    private static final Path MSF_FILE = Path.of("/etc/flink/application_properties.json");

    private JobProperties() {}

    /**
     * The keys of a job that was started with these arguments.
     *
     * @throws ConfigException if the arguments are wrong or nothing is configured
     */
    public static Map<String, String> load(String... args) throws IOException {
        if (args.length == 2 && args[0].equals("--config")) {
            return readFile(Path.of(args[1]));
        }
        if (args.length > 0) {
            throw new ConfigException(List.of("the arguments are " + List.of(args) + "; write them as --config FILE"));
        }
        if (!Files.exists(MSF_FILE)) {
            throw new ConfigException(List.of("there is no configuration: give --config FILE, or on Managed Service for"
                    + " Apache Flink the property group '" + GROUP + "'"));
        }
        return readGroups(Files.readAllBytes(MSF_FILE));
    }

    /** The keys of a properties file. */
    public static Map<String, String> readFile(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new ConfigException(List.of("the configuration file " + file + " cannot be read"));
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((k, v) -> values.put((String) k, (String) v));
        return values;
    }

    /** The keys of the group in MSF's form: {@code [{"PropertyGroupId": ..., "PropertyMap": {...}}]}. */
    static Map<String, String> readGroups(byte[] json) throws IOException {
        for (JsonNode group : new ObjectMapper().readTree(json)) {
            if (group.path("PropertyGroupId").asText().equals(GROUP)) {
                Map<String, String> values = new HashMap<>();
                group.path("PropertyMap")
                        .fields()
                        .forEachRemaining(
                                e -> values.put(e.getKey(), e.getValue().asText()));
                return values;
            }
        }
        throw new ConfigException(List.of("the application has no property group '" + GROUP + "'; add it"));
    }
}
