package dev.tidemark.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lake on the local disk: its tables, and under {@code _state} what a local run needs to go on: checkpoints, savepoints
 * and the person-key pepper.
 */
final class LakeFolder implements AutoCloseable {
    /** A commit of a table's log, other than the first. */
    private static final Pattern COMMIT = Pattern.compile("(?!0{20})\\d{20}\\.json");

    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private LakeFolder(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens a lake for writing, made if it is not there.
     *
     * @throws CommandFailure if another process writes it
     */
    static LakeFolder openForWriting(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root.resolve("_state"));
        FileChannel channel = FileChannel.open(
                root.resolve("_state").resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new CommandFailure("another tidemark process writes the lake " + root
                    + "; stop it first, or name another lake with --lake");
        }
        return new LakeFolder(root, channel, lock);
    }

    Path root() {
        return root;
    }

    Path state() {
        return root.resolve("_state");
    }

    /** The newest completed checkpoint or savepoint, to go on from; none in a new lake. */
    Optional<Path> newestState() throws IOException {
        try (Stream<Path> files = Files.walk(state(), 4)) {
            return files.filter(p -> p.getFileName().toString().equals("_metadata"))
                    .max(Comparator.comparing(LakeFolder::modified).thenComparing(Comparator.naturalOrder()))
                    .map(Path::getParent);
        }
    }

    /** Whether any table has rows, or had: more than the commit that made it. */
    boolean hasCommits() throws IOException {
        try (Stream<Path> files = Files.walk(root, 3)) {
            return files.anyMatch(p -> p.getParent().getFileName().toString().equals("_delta_log")
                    && COMMIT.matcher(p.getFileName().toString()).matches());
        }
    }

    /** The pepper of the person keys: made once, readable by the owner alone. */
    byte[] pepper() throws IOException {
        return HexFormat.of().parseHex(SecretFile.readOrMake(state().resolve("person-key-pepper")));
    }

    private static FileTime modified(Path p) {
        try {
            return Files.getLastModifiedTime(p);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
