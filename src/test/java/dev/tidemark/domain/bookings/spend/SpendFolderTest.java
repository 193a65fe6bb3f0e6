package dev.tidemark.domain.bookings.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendFolderTest {
    @TempDir
    private Path folder;

    @Test
    void namesTheFilesOfTheIndexByAsOfDate() throws IOException {
        index("[\"trailing30_2026-01-16.json\", \"a_2026-01-17.json\", \"z_2026-01-15.json\", \"b_2026-01-16.json\"]");

        assertThat(place().list())
                .containsExactly(
                        "z_2026-01-15.json", "b_2026-01-16.json", "trailing30_2026-01-16.json", "a_2026-01-17.json");
    }

    @Test
    void passesOverNamesThatLeadOutOfTheFolderAndThoseThatStandTwice() throws IOException {
        index("[\"../secret.json\", \"a_2026-01-17.json\", \"a_2026-01-17.json\", \"\", 7, \"x\\\\y.json\"]");

        assertThat(place().list()).containsExactly("7", "a_2026-01-17.json");
    }

    @Test
    void takesEveryFileWhereThereIsNoIndex() throws IOException {
        Files.writeString(folder.resolve("b_2026-01-15.json"), "[]");
        Files.writeString(folder.resolve("a_2026-01-16.json"), "[]");
        Files.writeString(folder.resolve("notes.txt"), "");

        assertThat(place().list()).containsExactly("b_2026-01-15.json", "a_2026-01-16.json");
    }

    @Test
    void aFolderThatIsNotThereIsEmpty() throws IOException {
        assertThat(new SpendFolder(folder.resolve("none").toString()).list()).isEmpty();
    }

    @Test
    void anIndexThatIsNoneIsAnError() throws IOException {
        Files.writeString(folder.resolve("file_index.json"), "{}");
        assertThatThrownBy(() -> place().list())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file_index.json");

        Files.writeString(folder.resolve("file_index.json"), "{");
        assertThatThrownBy(() -> place().list()).isInstanceOf(IOException.class);
    }

    private SpendFolder place() {
        return new SpendFolder(folder.toString());
    }

    private void index(String names) throws IOException {
        Files.writeString(folder.resolve("file_index.json"), "{\"files\": " + names + "}");
    }
}
