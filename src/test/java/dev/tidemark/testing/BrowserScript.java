package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The scripts of {@code src/test/browser}, which drive a real Chromium by Node.js. */
public final class BrowserScript {
    private static final Path FOLDER = Path.of("src/test/browser").toAbsolutePath();
    private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private BrowserScript() {}

    /**
     * Runs a file of tests with Node's test runner.
     *
     * @param environment what the tests read
     * @param log where their output goes; it is in the failure's message too
     * @throws AssertionError if a test failed, none ran, or they took too long
     */
    public static void test(String file, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        install(log);
        String output = run(
                List.of("node", "--test", "--test-reporter=spec", "--test-concurrency=1", file),
                environment,
                log,
                PATIENCE);
        assertThat(output).as("no test ran").containsPattern("pass [1-9]");
        System.out.println(output);
    }

    /** Brings the libraries that the lock pins, unless they are there. */
    private static void install(Path log) throws IOException, InterruptedException {
        Path installed = FOLDER.resolve("node_modules/installed-lock.json");
        Path lock = FOLDER.resolve("package-lock.json");
        if (Files.exists(installed) && Arrays.equals(Files.readAllBytes(installed), Files.readAllBytes(lock))) {
            return;
        }
        run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), Map.of(), log, INSTALL_PATIENCE);
        Files.copy(lock, installed);
    }

    private static String run(List<String> command, Map<String, String> environment, Path log, Duration patience)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
            String output = Files.readString(log);
            assertThat(ended)
                    .as("%s did not end in %s:%n%s", command, patience, output)
                    .isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
