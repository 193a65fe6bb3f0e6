package dev.tidemark.cli;

import dev.tidemark.config.JobProperties;
import dev.tidemark.config.Secrets;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.ingest.store.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command is told configuration: a file, single keys, the environment for secrets. */
final class ConfigOptions {
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
            values.putAll(JobProperties.readFile(file));
        }
        values.putAll(keys);
        return values;
    }

    /** A lake to read or to maintain, reached as the configuration says. */
    Lake openLake(String location) throws IOException {
        return Lake.at(location, LakeOptions.DEFAULT.withS3(config(location).s3()));
    }

    /** The configuration, of a lake that was named on the command line. */
    TidemarkConfig config(String lake) throws IOException {
        Map<String, String> values = values();
        values.put("lake.location", lake);
        return TidemarkConfig.parse(values);
    }

    /** The pepper from the environment, or else the one that a lake on this machine keeps; null if there is neither. */
    byte[] knownPepper(String lake) throws IOException {
        byte[] given = givenPepper();
        if (given != null) {
            return given;
        }
        return Location.parse(lake) instanceof Location.Folder folder
                ? LakeFolder.keptPepper(Path.of(folder.path()))
                : null;
    }

    /** The pepper from the environment, or else the one that the lake keeps. */
    byte[] pepper(LakeFolder lake) throws IOException {
        byte[] given = givenPepper();
        return given == null ? lake.pepper() : given;
    }

    private static byte[] givenPepper() {
        String given = System.getenv(Secrets.PEPPER_VARIABLE);
        return given == null ? null : given.getBytes(StandardCharsets.UTF_8);
    }
}
