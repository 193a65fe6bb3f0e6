package dev.tidemark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The application jar that {@code mvn package} has made. */
final class ApplicationJar {
    private ApplicationJar() {}

    /** Its file. */
    static Path file() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars = files.filter(f -> f.getFileName().toString().matches("tidemark-.*-job\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new IOException("target/ has " + jars.size() + " application jars; make one: mvn clean package");
            }
            return jars.get(0);
        }
    }
}
