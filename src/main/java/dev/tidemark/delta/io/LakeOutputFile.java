package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file to write, in the form Kernel wants. */
abstract class LakeOutputFile implements OutputFile {
    private final LakeFiles files;
    private final String location;

    LakeOutputFile(LakeFiles files, String location) {
        this.files = files;
        this.location = location;
    }

    /** @throws java.nio.file.FileAlreadyExistsException if the name is taken and may not be overwritten */
    abstract void putAtomically(byte[] content, boolean overwrite) throws IOException;

    @Override
    public final String path() {
        return location;
    }

    @Override
    public final PositionOutputStream create(boolean putIfAbsent) throws IOException {
        return files.create(location, putIfAbsent);
    }

    @Override
    public final void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        try (lines) {
            while (lines.hasNext()) {
                body.write(lines.next().getBytes(StandardCharsets.UTF_8));
                body.write('\n');
            }
        }
        putAtomically(body.toByteArray(), overwrite);
    }
}
