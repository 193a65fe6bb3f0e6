package dev.tidemark.delta.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileIOTest {
    @TempDir
    Path dir;

    private final FileIO files = FileIOFactory.create("file:///tmp");

    @Test
    void refusesASchemeItDoesNotKnow() {
        assertThatThrownBy(() -> FileIOFactory.create("gs://bucket/lake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'gs'")
                .hasMessageContaining("gs://bucket/lake");
        assertThat(FileIOFactory.create("./lake")).isInstanceOf(LocalFileIO.class);
    }

    @Test
    void takesPathsLiterally() throws IOException {
        String location = "file:" + dir + "/day=a%2Fb c/x";
        write(location, "1");
        assertThat(dir.resolve("day=a%2Fb c").resolve("x")).hasContent("1\n");
        assertThat(files.getFileStatus("file://" + dir + "/day=a%2Fb c/x").getSize())
                .isEqualTo(2);
        assertThat(files.resolvePath(dir + "/a/../b")).isEqualTo("file:" + dir + "/b");
    }

    @Test
    void atomicWriteNeverReplacesUnlessTold() throws IOException {
        String location = dir.resolve("log").resolve("1.json").toString();
        write(location, "first");
        assertThatThrownBy(() -> write(location, "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Path.of(location)).hasContent("first\n");
        files.newOutputFile(location).writeAtomically(lines("third"), true);
        assertThat(Path.of(location)).hasContent("third\n");
        assertThat(Path.of(location).getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void ofRacingWritersExactlyOneWins() throws Exception {
        int writers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < 50; round++) {
                String location = dir.resolve(round + ".json").toString();
                CyclicBarrier start = new CyclicBarrier(writers);
                List<Future<Boolean>> won = new ArrayList<>();
                for (int w = 0; w < writers; w++) {
                    String body = "writer " + w;
                    won.add(pool.submit(() -> {
                        start.await();
                        try {
                            write(location, body);
                            return true;
                        } catch (FileAlreadyExistsException e) {
                            return false;
                        }
                    }));
                }
                int winners = 0;
                for (Future<Boolean> w : won) {
                    winners += w.get() ? 1 : 0;
                }
                assertThat(winners).isOne();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void streamedFileCanBePublishedAtomically() throws IOException {
        String location = dir.resolve("a.parquet").toString();
        try (PositionOutputStream out = files.newOutputFile(location).create(true)) {
            out.write(1);
            assertThat(out.getPos()).isOne();
            assertThat(dir.resolve("a.parquet")).doesNotExist();
        }
        assertThat(dir.resolve("a.parquet")).hasBinaryContent(new byte[] {1});
        PositionOutputStream again = files.newOutputFile(location).create(true);
        assertThatThrownBy(again::close).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void listsInOrderFromAName() throws IOException {
        for (String name : List.of("3", "1", "2", "10")) {
            write(dir.resolve(name).toString(), "x");
        }
        List<String> names = new ArrayList<>();
        try (CloseableIterator<FileStatus> all =
                files.listFrom(dir.resolve("10").toString())) {
            while (all.hasNext()) {
                names.add(all.next().getPath());
            }
        }
        assertThat(names).containsExactly("file:" + dir + "/10", "file:" + dir + "/2", "file:" + dir + "/3");
    }

    @Test
    void saysThatAFileIsNotThereAsKernelExpects() {
        String nowhere = dir.resolve("no").resolve("where").toString();
        assertThatThrownBy(() -> files.listFrom(nowhere)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files.getFileStatus(nowhere)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files.newInputFile(nowhere, 0).newStream()).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void readsAtAnyPosition() throws IOException {
        byte[] bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);
        Path file = dir.resolve("data");
        String location = file.toString();
        try (PositionOutputStream out = files.newOutputFile(location).create(false)) {
            out.write(bytes[0]);
            out.write(bytes, 1, 150_000);
            for (int i = 150_001; i < bytes.length; i++) {
                out.write(bytes[i]);
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        Random random = new Random(11);
        try (SeekableInputStream in = files.newInputFile(location, 0).newStream()) {
            for (int n = 0; n < 2000; n++) {
                int at = random.nextInt(bytes.length);
                int length = Math.min(random.nextInt(random.nextBoolean() ? 50 : 40_000), bytes.length - at);
                in.seek(at);
                byte[] read = new byte[length];
                in.readFully(read, 0, length);
                assertThat(read).isEqualTo(java.util.Arrays.copyOfRange(bytes, at, at + length));
                assertThat(in.getPos()).isEqualTo(at + length);
            }
            in.seek(bytes.length);
            assertThat(in.read()).isEqualTo(-1);
            in.seek(bytes.length - 1);
            assertThat(in.read()).isEqualTo(bytes[bytes.length - 1] & 0xFF);
        }
    }

    private void write(String location, String line) throws IOException {
        files.newOutputFile(location).writeAtomically(lines(line), false);
    }

    private static CloseableIterator<String> lines(String... lines) {
        Iterator<String> all = List.of(lines).iterator();
        return new CloseableIterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public String next() {
                return all.next();
            }

            @Override
            public void close() {}
        };
    }
}
