package dev.tidemark.config;

import com.fasterxml.jackson.core.JsonProcessingException;
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

/**
 * Finds the job's keys and values: in MSF's property group {@value #GROUP}, or in a file, which holds properties or, if its
 * name ends in {@code .json}, property groups in MSF's form.
 */
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
        return load(MSF_FILE, args);
    }

    static Map<String, String> load(Path groups, String... args) throws IOException {
        if (args.length == 2 && args[0].equals("--config")) {
            Path file = Path.of(args[1]);
            return args[1].endsWith(".json") ? readGroups(file) : readFile(file);
        }
        if (args.length > 0) {
            throw new ConfigException(List.of("the arguments are " + List.of(args) + "; write them as --config FILE"));
        }
        if (!Files.exists(groups)) {
            throw new ConfigException(List.of("there is no configuration: give --config FILE, or on Managed Service for"
                    + " Apache Flink the property group '" + GROUP + "'"));
        }
        return readGroups(groups);
    }

    /** The keys of a properties file. */
    public static Map<String, String> readFile(Path file) throws IOException {
        requireReadable(file);
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((k, v) -> values.put((String) k, (String) v));
        return values;
    }

    /** The keys of the group in MSF's form: {@code [{"PropertyGroupId": ..., "PropertyMap": {...}}]}. */
    private static Map<String, String> readGroups(Path file) throws IOException {
        requireReadable(file);
        JsonNode groups;
        try {
            groups = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ConfigException(List.of("the property groups in " + file + " are not valid JSON: "
                    + e.getOriginalMessage() + "; write them as [{\"PropertyGroupId\": \"" + GROUP
                    + "\", \"PropertyMap\": {...}}]"));
        }
        for (JsonNode group : groups) {
            if (group.path("PropertyGroupId").asText().equals(GROUP)) {
                Map<String, String> values = new HashMap<>();
                group.path("PropertyMap")
                        .properties()
                        .forEach(e -> values.put(e.getKey(), e.getValue().asText()));
                return values;
            }
        }
        throw new ConfigException(List.of("the application has no property group '" + GROUP + "'; add it"));
    }

    private static void requireReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigException(List.of("the configuration file " + file + " cannot be read"));
        }
    }
}
