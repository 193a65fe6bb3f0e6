package dev.tidemark.delta.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the files of every store must do, because tables depend on it. */
abstract class FileIOContract {
    /** More than one part of an upload, and many times what is read at once. */
    private static final int LARGE = 9_300_000;

    /** The files under test. */
    abstract LakeFiles files();

    /** An empty place for this test, as {@link LakeFiles#resolvePath} gives it. */
    abstract String root();

    @Test
    void takesNamesLiterally() throws IOException {
        String location = root() + "/day=a%2Fb c+\u00e4\u20ac/x";
        write(location, "1");

        assertThat(read(location)).isEqualTo("1\n");
        assertThat(files().getFileStatus(location).getSize()).isEqualTo(2);
        assertThat(paths(files().listAll(root()))).containsExactly(location);
        assertThatThrownBy(() -> files().getFileStatus(root() + "/day=a/b c+\u00e4\u20ac/x"))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void anAtomicWriteNeverReplacesUnlessTold() throws IOException {
        String location = root() + "/log/1.json";
        write(location, "first");
        assertThatThrownBy(() -> write(location, "second")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(location)).isEqualTo("first\n");

        files().newOutputFile(location).writeAtomically(lines("third"), true);

        assertThat(read(location)).isEqualTo("third\n");
        assertThat(paths(files().listAll(root()))).containsExactly(location);
    }

    @Test
    void ofRacingWritersExactlyOneWins() throws Exception {
        int writers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < 50; round++) {
                String location = root() + "/" + round + ".json";
                CyclicBarrier start = new CyclicBarrier(writers);
                List<Future<String>> won = new ArrayList<>();
                for (int w = 0; w < writers; w++) {
                    String body = "writer " + w;
                    won.add(pool.submit(() -> {
                        start.await();
                        try {
                            write(location, body);
                            return body;
                        } catch (FileAlreadyExistsException e) {
                            return null;
                        }
                    }));
                }
                List<String> winners = new ArrayList<>();
                for (Future<String> w : won) {
                    if (w.get() != null) {
                        winners.add(w.get() + "\n");
                    }
                }
                assertThat(winners).containsExactly(read(location));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aStreamedFileAppearsWholeWhenItIsClosed() throws IOException {
        String location = root() + "/a.parquet";
        try (PositionOutputStream out = files().newOutputFile(location).create(true)) {
            out.write(1);
            assertThat(out.getPos()).isOne();
            assertThatThrownBy(() -> files().getFileStatus(location)).isInstanceOf(FileNotFoundException.class);
        }
        assertThat(bytes(location)).containsExactly(1);
        PositionOutputStream again = files().newOutputFile(location).create(true);
        again.write(2);
        assertThatThrownBy(again::close).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(bytes(location)).containsExactly(1);
    }

    @Test
    void aLargeStreamedFileNeverReplacesAnother() throws IOException {
        String location = root() + "/large.parquet";
        byte[] content = random(LARGE);
        for (int i = 0; i < 2; i++) {
            LakeOutputStream out = files().create(location, true);
            out.write(content, 0, content.length);
            assertThat(out.memoryBytes()).isLessThanOrEqualTo(S3OutputStream.PART_BYTES);
            assertThat(out.getPos()).isEqualTo(LARGE);
            if (i == 0) {
                out.close();
            } else {
                assertThatThrownBy(out::close).isInstanceOf(FileAlreadyExistsException.class);
            }
        }
        assertThat(bytes(location)).isEqualTo(content);
    }

    @Test
    void anAbandonedFileNeverAppears() throws IOException {
        for (boolean putIfAbsent : new boolean[] {true, false}) {
            LakeOutputStream out = files().create(root() + "/a.parquet", putIfAbsent);
            out.write(new byte[LARGE], 0, LARGE);
            out.abort();
            out.close();
            assertThat(paths(files().listAll(root()))).isEmpty();
        }
    }

    @Test
    void listsInOrderFromAName() throws IOException {
        for (String name : List.of("3", "1", "2", "10", "2.crc")) {
            write(root() + "/log/" + name, "x");
        }
        assertThat(paths(files().listFrom(root() + "/log/10")))
                .containsExactly(root() + "/log/10", root() + "/log/2", root() + "/log/2.crc", root() + "/log/3");
        assertThat(paths(files().listFrom(root() + "/log/2."))).startsWith(root() + "/log/2.crc");
        assertThat(paths(files().listFrom(root() + "/log/4"))).isEmpty();
    }

    @Test
    void listsMoreThanAPage() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<String> names = new ArrayList<>();
        List<Future<?>> written = new ArrayList<>();
        try {
            for (int i = 0; i < 1_100; i++) {
                String location = String.format("%s/log/%020d.json", root(), i);
                names.add(location);
                written.add(pool.submit(() -> {
                    write(location, "x");
                    return null;
                }));
            }
            for (Future<?> w : written) {
                w.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(paths(files().listFrom(names.get(0)))).isEqualTo(names);
        assertThat(paths(files().listFrom(names.get(1_050)))).isEqualTo(names.subList(1_050, 1_100));
    }

    @Test
    void listsEverythingUnderADirectory() throws IOException {
        for (String name : List.of("t/a", "t/day=1/b", "t/day=1/deep/c", "tt/d")) {
            write(root() + "/" + name, name);
        }
        assertThat(paths(files().listAll(root() + "/t")))
                .containsExactlyInAnyOrder(root() + "/t/a", root() + "/t/day=1/b", root() + "/t/day=1/deep/c");
        assertThat(paths(files().listAll(root() + "/nowhere"))).isEmpty();
    }

    @Test
    void saysThatAFileIsNotThereAsKernelExpects() {
        String nowhere = root() + "/no/where";
        assertThatThrownBy(() -> files().listFrom(nowhere)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files().getFileStatus(nowhere)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files().newInputFile(nowhere, 0).newStream().read())
                .isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> files().newInputFile(nowhere, 7).newStream().read())
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void deletesAndCopies() throws IOException {
        write(root() + "/a", "1");
        files().copyFileAtomically(root() + "/a", root() + "/b", false);
        assertThat(read(root() + "/b")).isEqualTo("1\n");
        write(root() + "/c", "2");
        assertThatThrownBy(() -> files().copyFileAtomically(root() + "/c", root() + "/b", false))
                .isInstanceOf(FileAlreadyExistsException.class);
        files().copyFileAtomically(root() + "/c", root() + "/b", true);
        assertThat(read(root() + "/b")).isEqualTo("2\n");

        files().delete(root() + "/b");
        files().delete(root() + "/b");

        assertThat(paths(files().listAll(root()))).containsExactlyInAnyOrder(root() + "/a", root() + "/c");
    }

    @Test
    void readsAtAnyPosition() throws IOException {
        byte[] bytes = random(LARGE);
        String location = root() + "/data";
        try (PositionOutputStream out = files().newOutputFile(location).create(false)) {
            out.write(bytes[0]);
            out.write(bytes, 1, LARGE - 50_001);
            for (int i = LARGE - 50_000; i < bytes.length; i++) {
                out.write(bytes[i]);
            }
        }
        assertThat(bytes(location)).isEqualTo(bytes);
        Random random = new Random(11);
        for (long sizeHint : new long[] {0, -1, LARGE}) {
            InputFile file = files().newInputFile(location, sizeHint);
            assertThat(file.length()).isEqualTo(LARGE);
            try (SeekableInputStream in = file.newStream()) {
                for (int n = 0; n < 200; n++) {
                    int at = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(random.nextBoolean() ? 50 : 600_000), bytes.length - at);
                    in.seek(at);
                    byte[] read = new byte[length];
                    in.readFully(read, 0, length);
                    assertThat(read).isEqualTo(Arrays.copyOfRange(bytes, at, at + length));
                    assertThat(in.getPos()).isEqualTo(at + length);
                }
                in.seek(bytes.length);
                assertThat(in.read()).isEqualTo(-1);
                in.seek(bytes.length - 1);
                assertThat(in.read()).isEqualTo(bytes[bytes.length - 1] & 0xFF);
            }
        }
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        files().newOutputFile(root() + "/empty").create(false).close();
        assertThat(files().getFileStatus(root() + "/empty").getSize()).isZero();
        assertThat(bytes(root() + "/empty")).isEmpty();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    final void write(String location, String line) throws IOException {
        files().newOutputFile(location).writeAtomically(lines(line), false);
    }

    private String read(String location) throws IOException {
        return new String(bytes(location), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String location) throws IOException {
        try (SeekableInputStream in = files().newInputFile(location, 0).newStream()) {
            return in.readAllBytes();
        }
    }

    static List<String> paths(CloseableIterator<FileStatus> listing) throws IOException {
        List<String> paths = new ArrayList<>();
        try (listing) {
            listing.forEachRemaining(f -> paths.add(f.getPath()));
        }
        return paths;
    }

    static CloseableIterator<String> lines(String... lines) {
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
