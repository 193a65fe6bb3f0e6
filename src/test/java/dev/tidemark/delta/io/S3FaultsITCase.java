package dev.tidemark.delta.io;

import static dev.tidemark.delta.io.FileIOContract.lines;
import static dev.tidemark.delta.io.FileIOContract.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.s3.S3Settings;
import dev.tidemark.testing.FaultyStore;
import dev.tidemark.testing.FaultyStore.Fault;
import dev.tidemark.testing.LocalS3;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.S3Client;

/** Single requests to S3 that go wrong in every way. */
@Timeout(300)
class S3FaultsITCase {
    private static final int LARGE = 9_300_000;

    private final FaultyStore store = new FaultyStore(LocalS3.get().address());
    private final LakeFiles files = FileIOFactory.create(
            "s3://any", new S3Settings(store.address(), null, true, Duration.ofSeconds(10), Duration.ofMillis(500)));
    private String root;
    private String bucket;

    @BeforeEach
    void makeBucket() {
        bucket = LocalS3.get().newBucket();
        root = "s3://" + bucket + "/lake";
    }

    @AfterEach
    void close() {
        files.close();
        store.close();
    }

    /** The first so many requests of a method meet a fault. */
    private void first(int count, String method, Fault fault) {
        AtomicInteger left = new AtomicInteger(count);
        store.plan((m, path) -> m.equals(method) && left.getAndDecrement() > 0 ? fault : Fault.NONE);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsRecognisedAsOurs() throws IOException {
        for (Fault fault : new Fault[] {Fault.ANSWER_LOST, Fault.SILENCE}) {
            String location = root + "/" + fault + ".json";
            first(1, "PUT", fault);
            write(location, "ours");
            assertThat(store.count(fault)).isOne();
            assertThatThrownBy(() -> write(location, "another's")).isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void aCommitThatNeverArrivedIsSentAgain() throws IOException {
        for (Fault fault : new Fault[] {Fault.BUSY, Fault.CUT}) {
            first(3, "PUT", fault);
            write(root + "/" + fault + ".json", "ours");
            assertThat(store.count(fault)).isEqualTo(3);
        }
        assertThat(paths(files.listAll(root))).containsExactly(root + "/BUSY.json", root + "/CUT.json");
    }

    @Test
    void whileTheAnswerIsLostAnotherWins() throws IOException {
        String location = root + "/1.json";
        AtomicInteger puts = new AtomicInteger();
        try (LakeFiles other = FileIOFactory.create("s3://any", LocalS3.get().settings())) {
            store.plan((method, path) -> {
                if (!method.equals("PUT") || puts.getAndIncrement() > 0) {
                    return Fault.NONE;
                }
                try {
                    other.newOutputFile(location).writeAtomically(lines("another's"), false);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return Fault.CUT;
            });
            assertThatThrownBy(() -> write(location, "ours")).isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void aLargeFileSurvivesEveryFault() throws IOException {
        byte[] content = new byte[LARGE];
        new Random(3).nextBytes(content);
        for (Fault fault : Fault.ofS3()) {
            for (boolean putIfAbsent : new boolean[] {true, false}) {
                String location = root + "/" + fault + putIfAbsent;
                first(1, "POST", fault);
                try (LakeOutputStream out = files.create(location, putIfAbsent)) {
                    out.write(content, 0, 8_500_000);
                    first(1, "PUT", fault);
                    out.write(content, 8_500_000, LARGE - 8_500_000);
                    store.plan((method, path) ->
                            method.equals("POST") && path.contains("uploadId") && store.count(fault) < 5
                                    ? fault
                                    : Fault.NONE);
                }
                first(2, "GET", fault);
                try (SeekableInputStream in =
                        files.newInputFile(location, LARGE).newStream()) {
                    assertThat(in.readAllBytes()).as("%s", fault).isEqualTo(content);
                }
            }
        }
        try (LakeOutputStream again = files.create(root + "/NONEtrue", true)) {
            again.write(content, 0, LARGE);
            assertThatThrownBy(again::close).isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void aFailedPartLeavesNothingBehind() throws IOException {
        store.plan((method, path) -> path.contains("partNumber=1") ? Fault.BUSY : Fault.NONE);
        LakeOutputStream out = files.create(root + "/a", true);
        assertThatThrownBy(() -> out.write(new byte[LARGE], 0, LARGE)).isInstanceOf(IOException.class);
        assertThatThrownBy(out::close).hasMessageContaining("failed before");

        assertThat(paths(files.listAll(root))).isEmpty();
        try (S3Client client = LocalS3.get().client()) {
            assertThat(client.listMultipartUploads(r -> r.bucket(bucket)).uploads())
                    .isEmpty();
        }
    }

    @Test
    void listingsAndStatusAreAskedForAgain() throws IOException {
        write(root + "/log/1.json", "x");
        for (Fault fault : Fault.ofS3()) {
            first(2, "GET", fault);
            assertThat(paths(files.listFrom(root + "/log/0"))).containsExactly(root + "/log/1.json");
            first(fault == Fault.ANSWER_CUT ? 0 : 2, "HEAD", fault);
            assertThat(files.getFileStatus(root + "/log/1.json").getSize()).isEqualTo(2);
        }
    }

    private void write(String location, String line) throws IOException {
        files.newOutputFile(location).writeAtomically(lines(line), false);
    }
}
