package dev.tidemark.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of {@code src/test/spark}, which the build has compiled: Spark in a JVM and on a class path of its own. */
public final class SparkCommand {
    /** For JVMs that live so short that the second compiler would never pay. */
    public static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private SparkCommand() {}

    /** @param program the main class */
    public static ProcessBuilder of(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProductCommand.java(), "-Xmx1g"));
        command.addAll(SHORT_LIVED);
        // what Spark reaches into on Java 17
        for (String p : List.of(
                "java.lang",
                "java.lang.invoke",
                "java.lang.reflect",
                "java.io",
                "java.net",
                "java.nio",
                "java.util",
                "java.util.concurrent",
                "java.util.concurrent.atomic",
                "sun.nio.ch",
                "sun.nio.cs",
                "sun.security.action",
                "sun.util.calendar")) {
            command.add("--add-opens=java.base/" + p + "=ALL-UNNAMED");
        }
        Path built = Path.of("target", "spark").toAbsolutePath();
        command.addAll(List.of(
                "-cp",
                built.resolve("classes") + File.pathSeparator + Files.readString(built.resolve("classpath.txt")),
                program));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
