package dev.tidemark.domain.bookings.spend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.polled.FilePlace;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.testing.FileServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendPlaceTest {
    @TempDir
    private Path folder;

    private final FileServer server = new FileServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void namesTheFilesOfTheIndexByAsOfDate() throws IOException {
        index("[\"trailing30_2026-01-16.json\", \"a_2026-01-17.json\", \"z_2026-01-15.json\", \"b_2026-01-16.json\"]");

        assertThat(names())
                .containsExactly(
                        "z_2026-01-15.json", "b_2026-01-16.json", "trailing30_2026-01-16.json", "a_2026-01-17.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../secret.json\"",
                "\"/etc/secret.json\"",
                "\"..\\\\secret.json\"",
                "\"..\"",
                "\".\"",
                "\"\"",
                "\"a\\u0000.json\"",
                "\"a\\n.json\"",
                "\"file_index.json\"",
                "7",
                "null",
                "{}"
            })
    void whatIsNoFileNameIsPassedOverAndTold(String name) throws IOException {
        index("[" + name + ", \"a.json\"]");

        assertThat(names()).containsExactly("a.json");
        assertThat(list(folder()).problems()).singleElement().asString().contains("no file name");
    }

    @Test
    void aNameThatStandsTwiceIsReadOnce() throws IOException {
        index("[\"a.json\", \"a.json\"]");

        assertThat(names()).containsExactly("a.json");
        assertThat(list(folder()).problems()).containsExactly("file_index.json names \"a.json\" twice");
    }

    @Test
    void takesEveryFileWhereThereIsNoIndex() throws IOException {
        Files.writeString(folder.resolve("b_2026-01-15.json"), "[]");
        Files.writeString(folder.resolve("a_2026-01-16.json"), "[]");
        Files.writeString(folder.resolve("notes.txt"), "");
        Files.createDirectories(folder.resolve("deeper.json"));

        assertThat(names()).containsExactly("b_2026-01-15.json", "a_2026-01-16.json");
    }

    @Test
    void takesEveryObjectOfAPrefixWhereThereIsNoIndex() throws IOException {
        server.put("/bucket/spend/b_2026-01-15.json", "[]", null);
        server.put("/bucket/spend/a_2026-01-16.json", "[]", null);
        server.put("/bucket/spend/notes.txt", "", null);

        assertThat(list(s3()).names()).containsExactly("b_2026-01-15.json", "a_2026-01-16.json");
    }

    @Test
    void takesTheIndexOfAPrefix() throws IOException {
        server.put("/bucket/spend/b.json", "[7]", "\"e\"");
        server.put("/bucket/spend/file_index.json", "{\"files\": [\"b.json\"]}", null);

        assertThat(list(s3()).names()).containsExactly("b.json");
        try (FilePlace.Access access = s3().open()) {
            assertThat(((FileContent.Whole) access.read("b.json", null)).bytes())
                    .isEqualTo("[7]".getBytes(UTF_8));
        }
    }

    @Test
    void overHttpThereMustBeAnIndex() {
        assertThatThrownBy(() -> list(http()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file_index.json in " + server.address("/spend"));

        server.put("/spend/file_index.json", "{\"files\": [\"b.json\"]}", null);

        assertThat(names(http())).containsExactly("b.json");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> list(folder(folder.resolve("none"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no folder " + folder.resolve("none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{", "", "[]", "{\"files\": \"a\"}", "\u0000"})
    void anIndexThatIsNoneIsAnError(String text) throws IOException {
        Files.writeString(folder.resolve("file_index.json"), text);

        assertThatThrownBy(() -> list(folder()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file_index.json");
    }

    private SpendPlace folder() {
        return folder(folder);
    }

    private static SpendPlace folder(Path path) {
        return new SpendPlace(new Location.Folder(path.toString()), AccessSettings.DEFAULT, 1_000);
    }

    private SpendPlace http() {
        return new SpendPlace(Location.parse(server.address("/spend").toString()), AccessSettings.DEFAULT, 1_000);
    }

    private SpendPlace s3() {
        return new SpendPlace(
                Location.parse("s3://bucket/spend"),
                new AccessSettings(server.address(""), null, true, Duration.ofSeconds(10), Duration.ofSeconds(30)),
                1_000);
    }

    private static FilePlace.Listing list(SpendPlace place) throws IOException {
        try (FilePlace.Access access = place.open()) {
            return access.list();
        }
    }

    private static List<String> names(SpendPlace place) {
        try {
            return list(place).names();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names() {
        return names(folder());
    }

    private void index(String names) throws IOException {
        Files.writeString(folder.resolve("file_index.json"), "{\"files\": " + names + "}");
    }
}
