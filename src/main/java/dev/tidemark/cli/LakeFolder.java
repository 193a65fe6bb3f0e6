package dev.tidemark.cli;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.topology.Tables;
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
 * A lake that a job of this machine writes, and its folder here: under {@code _state} is what a local run needs to go on,
 * which is checkpoints, savepoints and the person-key pepper. A lake on the local disk has its tables in the same folder.
 */
final class LakeFolder implements AutoCloseable {
    private static final String STATE = "_state";
    private static final String PEPPER = "person-key-pepper";

    private static final Pattern ON_S3 = Pattern.compile("(?i)s3a?://.*");

    private final String location;
    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private LakeFolder(String location, Path root, FileChannel lockFile, FileLock lock) {
        this.location = location;
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens a lake for writing, made if it is not there.
     *
     * @param lake a folder, or {@code s3://bucket/prefix}
     * @param stateFolder where a lake on S3 keeps its folder on this machine; null for a lake on the local disk
     * @throws CommandFailure if another process writes it, or the folder for its state is missing or another lake's
     */
    static LakeFolder openForWriting(String lake, Path stateFolder) throws IOException {
        boolean onS3 = ON_S3.matcher(lake).matches();
        if (onS3 && stateFolder == null) {
            throw new CommandFailure("the lake " + lake + " is on S3, and the state of a job that runs here is not:"
                    + " name a folder for it with --state, the same each time");
        }
        if (!onS3 && stateFolder != null) {
            throw new CommandFailure("--state is for lakes on S3 only: " + lake + " keeps its state in its own folder");
        }
        if (!onS3) {
            return openForWriting(Path.of(lake));
        }
        Path root = stateFolder.toAbsolutePath().normalize();
        String location = Location.parse(lake).toString();
        LakeFolder folder = lock(location, root);
        try {
            folder.keepFor(location);
            return folder;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Opens a lake on the local disk for writing, made if it is not there.
     *
     * @throws CommandFailure if another process writes it
     */
    static LakeFolder openForWriting(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        return lock(root.toString(), root);
    }

    /** Going on with the state of another lake would lose rows in silence. */
    private void keepFor(String lake) throws IOException {
        Path note = state().resolve("lake");
        if (!Files.exists(note)) {
            Files.writeString(note, lake);
        }
        String other = Files.readString(note);
        if (!other.equals(lake)) {
            throw new CommandFailure("the folder " + root + " keeps the state of the lake " + other + ", not of " + lake
                    + "; name another with --state");
        }
    }

    private static LakeFolder lock(String location, Path root) throws IOException {
        Files.createDirectories(root.resolve(STATE));
        FileChannel channel = FileChannel.open(
                root.resolve(STATE).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new CommandFailure("another tidemark process writes the lake " + location
                    + "; stop it first, or name another lake with --lake");
        }
        return new LakeFolder(location, root, channel, lock);
    }

    /** Where the tables are, as {@code lake.location} has it. */
    String location() {
        return location;
    }

    /** The lake's folder on this machine. */
    Path root() {
        return root;
    }

    Path state() {
        return root.resolve(STATE);
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
    boolean hasCommits(LakeOptions options) {
        try (Lake lake = Lake.at(location, options)) {
            return Tables.catalog().tables().stream()
                    .anyMatch(t ->
                            lake.find(t.name()).filter(r -> r.version() > 0).isPresent());
        }
    }

    /** The pepper of the person keys: made once, readable by the owner alone. */
    byte[] pepper() throws IOException {
        return HexFormat.of().parseHex(SecretFile.readOrMake(state().resolve(PEPPER)));
    }

    /** The pepper that a lake's folder keeps; null if it keeps none. */
    static byte[] keptPepper(Path lake) throws IOException {
        Path file = lake.resolve(STATE).resolve(PEPPER);
        return Files.exists(file) ? HexFormat.of().parseHex(SecretFile.read(file)) : null;
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
