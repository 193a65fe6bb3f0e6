package dev.tidemark.ingest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A local folder. Its files have no ETags. */
final class FolderStore implements WritableStore {
    private final Path folder;

    FolderStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public FileContent read(String name, String knownEtag, long maxBytes) throws IOException {
        Path file = FileStore.resolve(folder, name);
        try {
            long size = Files.size(file);
            return size > maxBytes
                    ? new FileContent.TooLarge(null, size)
                    : new FileContent.Whole(Files.readAllBytes(file), null);
        } catch (NoSuchFileException e) {
            return new FileContent.Missing();
        }
    }

    @Override
    public Optional<List<String>> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Optional.of(files.filter(Files::isRegularFile)
                    .map(p -> p.getFileName().toString())
                    .sorted()
                    .toList());
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException("there is no folder " + folder, e);
        }
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
        Path file = FileStore.resolve(folder, name);
        Files.createDirectories(folder);
        Path made = Files.createTempFile(folder, name, ".tmp");
        try {
            Files.write(made, content);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    @Override
    public void close() {}
}
