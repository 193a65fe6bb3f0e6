package dev.tidemark.delta;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RacingCommittersTest extends RacingCommitters {
    @TempDir
    Path dir;

    RacingCommittersTest() {
        super(25);
    }

    @Override
    Lake lake() {
        return Lake.at(dir.toString());
    }
}
