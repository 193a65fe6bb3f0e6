package dev.tidemark.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** How a command is told configuration: a file, single keys, the environment for secrets. */
final class ConfigOptions {
    /** The environment variable with the person-key pepper. */
    static final String PEPPER_VARIABLE = "TIDEMARK_PERSON_KEY_PEPPER";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; see flink-conf/tidemark-reference.properties.")
    private Path file;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Sets one configuration key, such as -D reporting.zone=Europe/Berlin; wins over the file.")
    private Map<String, String> keys = new HashMap<>();

    Map<String, String> values() throws IOException {
        Map<String, String> values = new HashMap<>();
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw new CommandFailure("the configuration file " + file + " cannot be read; see --config");
            }
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(in);
            }
            properties.forEach((k, v) -> values.put((String) k, (String) v));
        }
        values.putAll(keys);
        return values;
    }

    /** The pepper from the environment, or else the one that the lake keeps. */
    byte[] pepper(LakeFolder lake) throws IOException {
        String given = System.getenv(PEPPER_VARIABLE);
        return given == null ? lake.pepper() : given.getBytes(StandardCharsets.UTF_8);
    }

}
