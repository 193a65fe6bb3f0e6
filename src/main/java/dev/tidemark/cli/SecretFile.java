package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random secret of a local run: made once, kept beside the lake's state, readable by the owner alone. */
final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /** The secret in a file as 64 hex digits, made now if the file is not there. */
    static String readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Path made = Files.createTempFile(
                    file.getParent(),
                    file.getFileName().toString(),
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(made, HexFormat.of().formatHex(random));
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return read(file);
    }

    /** The secret in a file that is there. */
    static String read(Path file) throws IOException {
        return Files.readString(file).trim();
    }
}
