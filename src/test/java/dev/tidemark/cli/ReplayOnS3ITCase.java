package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.testing.FaultyStore;
import dev.tidemark.testing.FaultyStore.Fault;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.LocalS3;
import dev.tidemark.testing.ProductCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The product's commands on a lake on S3. */
@Timeout(600)
class ReplayOnS3ITCase {
    /** Every so many requests one goes wrong. */
    private static final int REQUESTS_A_FAULT = 25;

    private static final Fault[] FAULTS = {Fault.BUSY, Fault.CUT, Fault.ANSWER_LOST, Fault.ANSWER_CUT};

    @TempDir
    private Path temp;

    @Test
    void aReplayOverAFaultyNetworkIsAsExpectedAndGoesOn() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder().bookings(400).days(6).late(0).build());
        Path last = input.webhooks().resolve("part-0003.jsonl.gz");
        Path aside = Files.move(last, temp.resolve("aside"));
        String lake = "s3://" + LocalS3.get().newBucket() + "/lake";
        AtomicInteger requests = new AtomicInteger();
        try (FaultyStore store = new FaultyStore(LocalS3.get().address()).plan((method, path) -> {
            int n = requests.incrementAndGet();
            return n % REQUESTS_A_FAULT == 0 ? FAULTS[n / REQUESTS_A_FAULT % FAULTS.length] : Fault.NONE;
        })) {
            assertThat(replay(input, lake, store.address())).isZero();
            Files.move(aside, last);
            assertThat(replay(input, lake, store.address())).isZero();
            for (Fault fault : FAULTS) {
                assertThat(store.count(fault)).as("%s", fault).isPositive();
            }
        }

        LakeOptions options = LakeOptions.DEFAULT.withS3(LocalS3.get().settings());
        LakeReading tables = new LakeReading(Lake.at(lake, options));
        input.assertGold(tables);
        input.assertDeliveries(tables);
        assertThat(run("verify", "--lake=" + lake)).contains("every Gold row equals its recomputation from Bronze");
        assertThat(show("gold_cpb_by_channel", lake.replace("s3:", "s3a:")))
                .hasLineCount(1 + tables.rows("gold_cpb_by_channel").size());
    }

    /** What the command prints, in a JVM of its own: it writes past {@code System.out}. */
    private String show(String table, String lake) throws IOException, InterruptedException {
        Path output = temp.resolve("shown");
        Process show = ProductCommand.of(with(LocalS3.get().address(), "show", table, "--lake=" + lake, "--format=csv"))
                .redirectOutput(output.toFile())
                .redirectError(temp.resolve("show.log").toFile())
                .start();
        assertThat(show.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(show.exitValue())
                .as(Files.readString(temp.resolve("show.log")))
                .isZero();
        return Files.readString(output);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        String lake = "s3://" + LocalS3.get().newBucket() + "/lake";
        Path input = Files.createDirectories(temp.resolve("in"));
        assertThat(fails("replay", "--input=" + input, "--lake=" + lake)).contains("name a folder for it with --state");
        assertThat(fails("replay", "--input=" + input, "--lake=" + temp.resolve("l"), "--state=" + temp))
                .contains("--state is for lakes on S3 only");
        Path state = temp.resolve("state");
        LakeFolder.openForWriting(lake, state).close();
        assertThat(fails("replay", "--input=" + input, "--lake=" + lake + "/other", "--state=" + state))
                .contains("keeps the state of the lake " + lake + ", not of " + lake + "/other");
        assertThat(fails("show", "quarantine", "--lake=s3://no-such-bucket/lake"))
                .contains("there is no S3 bucket 'no-such-bucket'");
    }

    private int replay(GeneratedFolder input, String lake, URI store) {
        return Main.run(
                with(store, "replay", "--input=" + input.path(), "--lake=" + lake, "--state=" + temp.resolve("state")));
    }

    private String run(String... arguments) throws IOException {
        PrintStream console = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(with(LocalS3.get().address(), arguments))).isZero();
        } finally {
            System.setOut(console);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static String fails(String... arguments) {
        PrintStream console = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(with(LocalS3.get().address(), arguments))).isEqualTo(1);
        } finally {
            System.setErr(console);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static String[] with(URI store, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-D", "s3.endpoint=" + store, "-D", "s3.path-style=true"));
        return all.toArray(String[]::new);
    }
}
