package dev.tidemark.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest {
    @ParameterizedTest
    @ValueSource(strings = {"./lake", "lake", "lake/", "other/../lake", "/tmp/lake"})
    void aFileIsFoundInAFolderHoweverThatIsWritten(String folder) throws IOException {
        assertThat(FileStore.resolve(Path.of(folder), "status.json"))
                .isEqualTo(Path.of(folder).toAbsolutePath().normalize().resolve("status.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../status.json", "a/b", "/etc/passwd", "a/../b"})
    void aPathIsNoName(String name) {
        assertThatThrownBy(() -> FileStore.resolve(Path.of("./lake"), name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no file name");
    }
}
