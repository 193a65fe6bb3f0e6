package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.s3.S3Settings;
import dev.tidemark.testing.FaultyStore;
import dev.tidemark.testing.FaultyStore.Fault;
import dev.tidemark.testing.LocalS3;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The race on S3, where every seventh request goes wrong, in one way after the other. */
@Timeout(300)
class RacingOnS3ITCase extends RacingCommitters {
    private static final Fault[] FAULTS = {Fault.BUSY, Fault.CUT, Fault.ANSWER_LOST, Fault.ANSWER_CUT, Fault.SILENCE};
    private static final int REQUESTS_A_FAULT = 7;

    private final FaultyStore store = new FaultyStore(LocalS3.get().address());
    private String bucket;

    RacingOnS3ITCase() {
        super(8);
    }

    @BeforeEach
    void makeBucket() {
        bucket = LocalS3.get().newBucket();
        AtomicInteger requests = new AtomicInteger();
        store.plan((method, path) -> {
            int n = requests.incrementAndGet();
            return n % REQUESTS_A_FAULT == 0 ? FAULTS[n / REQUESTS_A_FAULT % FAULTS.length] : Fault.NONE;
        });
    }

    @AfterEach
    void close() {
        for (Fault fault : FAULTS) {
            assertThat(store.count(fault)).as("%s", fault).isPositive();
        }
        store.close();
    }

    @Override
    Lake lake() {
        S3Settings settings =
                new S3Settings(store.address(), null, true, Duration.ofSeconds(10), Duration.ofMillis(500));
        return Lake.at("s3://" + bucket + "/lake", LakeOptions.DEFAULT.withS3(settings));
    }
}
