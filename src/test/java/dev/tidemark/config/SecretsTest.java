package dev.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class SecretsTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void theEnvironmentWinsOverSecretsManager() {
        Secrets secrets = new Secrets(
                Map.of("TIDEMARK_SIGNING_KEYS", "new, old", "TIDEMARK_PERSON_KEY_PEPPER", "0123456789abcdef"), arn -> {
                    throw new AssertionError("asked for " + arn);
                });

        assertThat(secrets.signingKeys("arn:k", problems)).containsExactly("new", "old");
        assertThat(secrets.pepper("arn:p", problems)).isEqualTo("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(problems).isEmpty();
    }

    @Test
    void secretsManagerIsAskedByArn() {
        Secrets secrets = new Secrets(Map.of(), arn -> "secret-of-" + arn);

        assertThat(secrets.signingKeys("arn:k", problems)).containsExactly("secret-of-arn:k");
        assertThat(problems).isEmpty();
    }

    @Test
    void everythingMissingIsReportedWithItsFix() {
        Secrets secrets = new Secrets(Map.of(), arn -> {
            throw SdkClientException.create("no credentials");
        });

        secrets.signingKeys(null, problems);
        secrets.pepper("arn:p", problems);

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains("TIDEMARK_SIGNING_KEYS").contains("secrets.signing-keys-arn");
        assertThat(problems.get(1)).contains("secrets.person-key-pepper-arn").contains("no credentials");
    }

    @Test
    void aProblemNeverShowsTheSecret() {
        Secrets secrets = new Secrets(
                Map.of("TIDEMARK_SIGNING_KEYS", "aaa,bbb,ccc", "TIDEMARK_PERSON_KEY_PEPPER", "short"), a -> a);

        secrets.signingKeys(null, problems);
        secrets.pepper(null, problems);

        assertThat(problems).hasSize(2);
        assertThat(String.join(" ", problems)).doesNotContain("bbb").doesNotContain("'short'");
    }

    @Test
    void theCalendlyTokenMayBeMissing() {
        Secrets secrets = new Secrets(Map.of("TIDEMARK_CALENDLY_TOKEN", " "), arn -> {
            throw new AssertionError("asked for " + arn);
        });

        assertThat(secrets.calendlyToken(null, problems)).isNull();
        assertThat(problems).isEmpty();
    }

    @Test
    void theCalendlyTokenComesFromTheEnvironmentOrSecretsManager() {
        Secrets both = new Secrets(Map.of("TIDEMARK_CALENDLY_TOKEN", " eyJ.a-b_c \n"), arn -> "of-" + arn);
        assertThat(both.calendlyToken("arn:t", problems)).isEqualTo("eyJ.a-b_c");

        Secrets arnOnly = new Secrets(Map.of(), arn -> "of-" + arn);
        assertThat(arnOnly.calendlyToken("arn:t", problems)).isEqualTo("of-arn:t");
        assertThat(problems).isEmpty();
    }

    @Test
    void aCalendlyTokenThatIsNoneIsReportedWithoutShowingIt() {
        Secrets secrets = new Secrets(Map.of("TIDEMARK_CALENDLY_TOKEN", "two words"), arn -> "");

        assertThat(secrets.calendlyToken(null, problems)).isNull();

        assertThat(problems)
                .singleElement()
                .asString()
                .contains("copy it again")
                .doesNotContain("two words");
    }
}
