package dev.tidemark.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A folder with {@code package.json} and {@code package-lock.json} whose dependencies are installed when needed. */
final class NodePackage {
    private static final long INSTALL_MINUTES = 5;

    private final Path folder;
    private final Consumer<String> progress;

    NodePackage(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Installs what the lock file says, unless it has been since the file was written. Processes that start together
     * take turns.
     *
     * @throws IOException if npm is missing or fails, with what it said
     */
    void install() throws IOException {
        Path lock = folder.resolve("package-lock.json");
        if (!Files.isRegularFile(lock)) {
            throw new IOException("There is no " + lock.toAbsolutePath()
                    + ". Start from the project's folder, or set -Dtidemark.home to it.");
        }
        if (upToDate(lock)) {
            return;
        }
        synchronized (NodePackage.class) {
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".installing"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock turn = channel.lock()) {
                if (turn.isValid() && !upToDate(lock)) {
                    progress.accept("installing the local Kinesis (npm ci in " + folder + ")");
                    run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
                }
            }
        }
    }

    /** npm writes this file last. */
    private boolean upToDate(Path lock) throws IOException {
        Path installed = folder.resolve("node_modules").resolve(".package-lock.json");
        return Files.isRegularFile(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0;
    }

    private void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("npm", ".log");
        try {
            Process process = start(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile()));
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("npm ci did not end within " + INSTALL_MINUTES + " minutes");
            }
            Files.readAllLines(output).forEach(progress);
            if (process.exitValue() != 0) {
                throw new IOException("npm ci in " + folder + " failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while installing", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Starts a process, with an error that says what is missing. */
    static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            String program = builder.command().get(0);
            throw new IOException(
                    "'" + program + "' could not be started. The local Kinesis needs Node.js 18 or newer with npm"
                            + " on the PATH (" + e.getMessage() + ")",
                    e);
        }
    }
}
