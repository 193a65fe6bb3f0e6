package dev.tidemark.delta.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.s3.S3Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileIOTest extends FileIOContract {
    @TempDir
    Path dir;

    private final LakeFiles files = FileIOFactory.create("file:///tmp", S3Settings.DEFAULT);

    @Override
    LakeFiles files() {
        return files;
    }

    @Override
    String root() {
        return "file:" + dir;
    }

    @Test
    void refusesASchemeItDoesNotKnow() {
        assertThatThrownBy(() -> FileIOFactory.create("gs://bucket/lake", S3Settings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'gs'")
                .hasMessageContaining("gs://bucket/lake");
        assertThat(FileIOFactory.create("./lake", S3Settings.DEFAULT)).isInstanceOf(LocalFileIO.class);
    }

    @Test
    void takesPathsInAllTheirForms() throws IOException {
        write(dir + "/a%2Fb c/x", "1");
        assertThat(dir.resolve("a%2Fb c").resolve("x")).hasContent("1\n");
        assertThat(files.getFileStatus("file://" + dir + "/a%2Fb c/x").getSize())
                .isEqualTo(2);
        assertThat(files.resolvePath(dir + "/a/../b")).isEqualTo("file:" + dir + "/b");
    }
}
