package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A lake's files, of which a new one is kept only if, when it is closed, it is complete. */
public final class GuardedFiles implements FileIO {
    private final LakeFiles files;
    private final BooleanSupplier complete;

    /** @param complete whether all has been written that belongs into the file */
    public GuardedFiles(LakeFiles files, BooleanSupplier complete) {
        this.files = files;
        this.complete = complete;
    }

    @Override
    public OutputFile newOutputFile(String location) {
        OutputFile file = files.newOutputFile(location);
        return new OutputFile() {
            @Override
            public String path() {
                return file.path();
            }

            @Override
            public PositionOutputStream create(boolean putIfAbsent) throws IOException {
                return guarded(files.create(location, putIfAbsent));
            }

            @Override
            public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
                file.writeAtomically(lines, overwrite);
            }
        };
    }

    private PositionOutputStream guarded(LakeOutputStream out) {
        return new PositionOutputStream() {
            @Override
            public long getPos() throws IOException {
                return out.getPos();
            }

            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (complete.getAsBoolean()) {
                    out.close();
                } else {
                    out.abort();
                }
            }
        };
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String location) throws IOException {
        return files.listFrom(location);
    }

    @Override
    public FileStatus getFileStatus(String location) throws IOException {
        return files.getFileStatus(location);
    }

    @Override
    public String resolvePath(String location) throws IOException {
        return files.resolvePath(location);
    }

    @Override
    public boolean mkdirs(String location) throws IOException {
        return files.mkdirs(location);
    }

    @Override
    public InputFile newInputFile(String location, long sizeHint) {
        return files.newInputFile(location, sizeHint);
    }

    @Override
    public boolean delete(String location) throws IOException {
        return files.delete(location);
    }

    @Override
    public Optional<String> getConf(String key) {
        return files.getConf(key);
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        files.copyFileAtomically(source, target, overwrite);
    }
}
