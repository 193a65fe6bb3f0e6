package dev.tidemark.ingest.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsLinesOfAnyEnd(boolean gzip) throws IOException {
        assertThat(lines("a\nb\r\n\n\r\nc\rd\n", gzip)).containsExactly("a", "b", "", "", "c\rd");
        assertThat(lines("a\nlast", gzip)).containsExactly("a", "last");
        assertThat(lines("last\r", gzip)).containsExactly("last");
        assertThat(lines("\n", gzip)).containsExactly("");
        assertThat(lines("", gzip)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 16) - 2, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 3 << 16})
    void readsLinesThatAreLongerThanItsBuffer(int length) throws IOException {
        String line = "x".repeat(length);

        assertThat(lines(line + "\r\n" + line + "\n" + line, false)).containsExactly(line, line, line);
    }

    @Test
    void anEmptyFileWithoutEvenAHeadIsEmpty() throws IOException {
        Path file = folder.resolve("empty.jsonl.gz");
        Files.write(file, new byte[0]);

        try (LineReader reader = new LineReader(file)) {
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void readsGzippedPartsOneAfterTheOther() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip("a\n"));
        both.write(gzip("b\n"));
        Path file = folder.resolve("two.jsonl.gz");
        Files.write(file, both.toByteArray());

        assertThat(read(file)).containsExactly("a", "b");
    }

    private List<String> lines(String text, boolean gzip) throws IOException {
        Path file = folder.resolve(gzip ? "lines.jsonl.gz" : "lines.jsonl");
        Files.write(file, gzip ? gzip(text) : text.getBytes(UTF_8));
        return read(file);
    }

    private static List<String> read(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(file)) {
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                lines.add(new String(line, UTF_8));
            }
            CRC32C crc = new CRC32C();
            crc.update(Files.readAllBytes(file));
            assertThat(reader.checksum()).isEqualTo(crc.getValue());
        }
        return lines;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
