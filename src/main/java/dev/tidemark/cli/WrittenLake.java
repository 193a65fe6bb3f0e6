package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a command is told the lake that its job writes. */
final class WrittenLake {
    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "LAKE",
            description = "Lake to write: a folder, or s3://bucket/prefix (see s3.* in"
                    + " flink-conf/tidemark-reference.properties); default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "With a lake on S3: the folder on this machine for the job's checkpoints and for what a local"
                    + " lake keeps beside its tables. The same each time.")
    private Path state;

    LakeFolder openForWriting() throws IOException {
        return LakeFolder.openForWriting(lake, state);
    }

    /** As it was given. */
    @Override
    public String toString() {
        return lake;
    }
}
