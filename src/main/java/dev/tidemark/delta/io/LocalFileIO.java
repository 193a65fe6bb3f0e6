package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files on a local disk, under plain paths or {@code file:} URIs (taken literally: {@code %} is a character of a name).
 *
 * <p>An atomic write goes to a hidden temporary file, then a hard link gives it its name: the link fails if the name is
 * taken, in this process or another, and nobody ever sees half a file.
 *
 * <p>Files outlive the process the moment they are closed, but are not forced to the disk: that would take half the time
 * of a commit, and Flink's checkpoints beside them are not forced either. A lake that must outlive a power cut belongs on
 * an object store.
 */
final class LocalFileIO extends LakeFiles {
    static Path path(String location) {
        if (!location.startsWith("file:")) {
            return Path.of(location);
        }
        String rest = location.substring("file:".length());
        return Path.of(rest.startsWith("//") ? rest.substring(2) : rest);
    }

    private static String location(Path path) {
        return "file:" + path.toAbsolutePath().normalize();
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String location) throws IOException {
        Path from = path(location);
        String firstName = from.getFileName().toString();
        List<Path> files;
        try (Stream<Path> all = Files.list(from.getParent())) {
            files = all.filter(f -> f.getFileName().toString().compareTo(firstName) >= 0)
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (NoSuchFileException e) {
            throw notFound(location, e);
        }
        List<FileStatus> statuses = new ArrayList<>(files.size());
        for (Path f : files) {
            try {
                statuses.add(FileStatus.of(
                        location(f), Files.size(f), Files.getLastModifiedTime(f).toMillis()));
            } catch (NoSuchFileException e) {
                // another process's temporary file, or one that clean-up took: gone since the listing
                continue;
            }
        }
        return new FileListing(statuses);
    }

    @Override
    public FileStatus getFileStatus(String location) throws IOException {
        Path file = path(location);
        try {
            return FileStatus.of(
                    location(file),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis());
        } catch (NoSuchFileException e) {
            throw notFound(location, e);
        }
    }

    @Override
    public String resolvePath(String location) {
        return location(path(location));
    }

    @Override
    public boolean mkdirs(String location) throws IOException {
        Files.createDirectories(path(location));
        return true;
    }

    @Override
    public boolean delete(String location) throws IOException {
        return Files.deleteIfExists(path(location));
    }

    @Override
    public CloseableIterator<FileStatus> listAll(String directory) throws IOException {
        List<FileStatus> statuses = new ArrayList<>();
        try {
            Files.walkFileTree(path(directory), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    statuses.add(FileStatus.of(
                            location(file),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        // gone since its directory was read
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (NoSuchFileException e) {
            return new FileListing(List.of());
        }
        return new FileListing(statuses);
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        putAtomically(path(target), Files.readAllBytes(path(source)), overwrite);
    }

    @Override
    public InputFile newInputFile(String location, long sizeHint) {
        Path file = path(location);
        return new LakeInputFile(location) {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                try {
                    return new LocalInputStream(FileChannel.open(file, StandardOpenOption.READ));
                } catch (NoSuchFileException e) {
                    throw notFound(location, e);
                }
            }
        };
    }

    @Override
    public OutputFile newOutputFile(String location) {
        Path file = path(location);
        return new LakeOutputFile(this, location) {
            @Override
            void putAtomically(byte[] content, boolean overwrite) throws IOException {
                LocalFileIO.putAtomically(file, content, overwrite);
            }
        };
    }

    @Override
    public LakeOutputStream create(String location, boolean putIfAbsent) throws IOException {
        Path file = path(location);
        Files.createDirectories(file.getParent());
        if (!putIfAbsent) {
            return new LocalOutputStream(file, () -> {});
        }
        Path temporary = temporaryFor(file);
        return new LocalOutputStream(temporary, () -> publish(temporary, file, false));
    }

    private static void putAtomically(Path target, byte[] body, boolean overwrite) throws IOException {
        Files.createDirectories(target.getParent());
        Path temporary = temporaryFor(target);
        try {
            Files.write(temporary, body, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        publish(temporary, target, overwrite);
    }

    private static Path temporaryFor(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    /** @throws java.nio.file.FileAlreadyExistsException if the name is taken and may not be overwritten */
    private static void publish(Path temporary, Path target, boolean overwrite) throws IOException {
        try {
            if (overwrite) {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.createLink(target, temporary);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Kernel tells a table that is not there by this exception, not by the one of java.nio. */
    private static FileNotFoundException notFound(String location, NoSuchFileException cause) {
        FileNotFoundException e = new FileNotFoundException(location);
        e.initCause(cause);
        return e;
    }
}
