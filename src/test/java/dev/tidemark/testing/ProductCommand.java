package dev.tidemark.testing;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of the product in a JVM of its own, as the launcher starts it, so that it can be killed. */
public final class ProductCommand {
    private ProductCommand() {}

    /** Not started yet; where its output goes is for the caller to say. */
    public static ProcessBuilder of(String... arguments) throws IOException {
        Path home = Path.of("").toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(opens());
        command.add("-Xmx1g");
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dtidemark.home=" + home);
        command.add("-Dlog4j2.configurationFile=" + home.resolve("flink-conf/log4j2-console.properties"));
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                home.resolve("target/classes").toString(),
                Files.readString(home.resolve("target/classpath-runtime.txt")),
                Files.readString(home.resolve("target/classpath-provided.txt"))));
        command.add("dev.tidemark.cli.Main");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The Java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What this JVM was told to open: the same that the launcher tells. */
    public static List<String> opens() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--add-opens="))
                .toList();
    }
}
