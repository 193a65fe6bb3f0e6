package dev.tidemark.delta.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.testing.LocalS3;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(300)
class S3FileIOITCase extends FileIOContract {
    private final LakeFiles files =
            FileIOFactory.create("s3://any", LocalS3.get().settings());
    private String bucket;

    @BeforeEach
    void makeBucket() {
        bucket = LocalS3.get().newBucket();
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Override
    LakeFiles files() {
        return files;
    }

    @Override
    String root() {
        return "s3://" + bucket + "/lake";
    }

    @Test
    void nothingOfAnAbandonedUploadStays() throws IOException {
        anAbandonedFileNeverAppears();
        aLargeStreamedFileNeverReplacesAnother();
        try (S3Client client = LocalS3.get().client()) {
            assertThat(client.listMultipartUploads(r -> r.bucket(bucket)).uploads())
                    .isEmpty();
        }
    }

    @Test
    void theOtherSchemeIsTheSamePlace() throws IOException {
        write("s3a://" + bucket + "/lake/x", "1");
        assertThat(paths(files.listAll("s3a://" + bucket + "/lake/"))).containsExactly(root() + "/x");
        assertThat(files.resolvePath("s3a://" + bucket + "/lake/")).isEqualTo(root());
        assertThat(files.resolvePath("s3://" + bucket)).isEqualTo("s3://" + bucket);
    }

    @Test
    void aMissingBucketIsNamed() {
        assertThatThrownBy(() -> files.listFrom("s3://no-such-bucket/lake/t/_delta_log/0"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileNotFoundException.class)
                .hasMessage("there is no S3 bucket 'no-such-bucket'; make it, or name another");
        assertThatThrownBy(() -> write("s3://no-such-bucket/x", "1"))
                .hasMessage("there is no S3 bucket 'no-such-bucket'; make it, or name another");
        assertThatThrownBy(() -> files.listAll("s3:///x"))
                .hasMessage("'s3:///x' is not of the form s3://bucket/prefix");
    }
}
