package dev.tidemark.delta;

import dev.tidemark.delta.io.LakeFiles;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.ParquetHandler;

/** Delta Kernel's engine over a lake's files. */
final class LakeEngine extends DefaultEngine {
    private final LakeFiles files;

    LakeEngine(LakeFiles files) {
        super(files);
        this.files = files;
    }

    LakeFiles files() {
        return files;
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return new WholeFiles(files);
    }
}
