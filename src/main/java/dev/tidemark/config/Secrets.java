package dev.tidemark.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Finds secrets in the environment or in AWS Secrets Manager, never in a file. A problem names the secret and how to give
 * it, never its value.
 */
public final class Secrets {
    /** Signing keys: one, or two separated by a comma while they are rotated. */
    public static final String SIGNING_KEYS_VARIABLE = "TIDEMARK_SIGNING_KEYS";

    /** The key of the person keys, at least 16 bytes. */
    public static final String PEPPER_VARIABLE = "TIDEMARK_PERSON_KEY_PEPPER";

    /** The token of Calendly's REST API; the only secret that may be missing. */
    public static final String CALENDLY_TOKEN_VARIABLE = "TIDEMARK_CALENDLY_TOKEN";

    private static final int LEAST_PEPPER_BYTES = 16;

    private final Map<String, String> environment;
    private final UnaryOperator<String> secretOfArn;

    /**
     * @param environment the environment variables
     * @param secretOfArn fetches the text of a secret by its ARN
     */
    public Secrets(Map<String, String> environment, UnaryOperator<String> secretOfArn) {
        this.environment = environment;
        this.secretOfArn = secretOfArn;
    }

    /** Fetches from AWS Secrets Manager, with the default credentials and region. */
    public static UnaryOperator<String> secretsManager() {
        return arn -> {
            try (SecretsManagerClient client = SecretsManagerClient.create()) {
                return client.getSecretValue(r -> r.secretId(arn)).secretString();
            }
        };
    }

    /** One or two signing keys; what is wrong is added to {@code problems}. */
    public List<String> signingKeys(String arn, List<String> problems) {
        String text = find(SIGNING_KEYS_VARIABLE, arn, "secrets.signing-keys-arn", problems);
        if (text == null) {
            return List.of();
        }
        List<String> keys = Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(k -> !k.isEmpty())
                .toList();
        if (keys.isEmpty() || keys.size() > 2) {
            problems.add("there are " + keys.size() + " signing keys; give one, or two separated by a comma");
        }
        return keys;
    }

    /** The pepper; what is wrong is added to {@code problems}. */
    public byte[] pepper(String arn, List<String> problems) {
        String text = find(PEPPER_VARIABLE, arn, "secrets.person-key-pepper-arn", problems);
        byte[] pepper = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (text != null && pepper.length < LEAST_PEPPER_BYTES) {
            problems.add("the person-key pepper has " + pepper.length + " bytes; give at least " + LEAST_PEPPER_BYTES);
        }
        return pepper;
    }

    /** The token of Calendly's REST API, or null if none is configured; what is wrong is added to {@code problems}. */
    public String calendlyToken(String arn, List<String> problems) {
        String given = environment.get(CALENDLY_TOKEN_VARIABLE);
        boolean configured = given != null && !given.isBlank() || arn != null;
        String token = configured ? find(CALENDLY_TOKEN_VARIABLE, arn, "secrets.calendly-token-arn", problems) : null;
        if (token == null) {
            return null;
        }
        if (!token.strip().matches("[\\x21-\\x7e]+")) {
            problems.add("the Calendly token is empty or has characters that no token has; copy it again from Calendly"
                    + " under Integrations, API and webhooks");
            return null;
        }
        return token.strip();
    }

    private String find(String variable, String arn, String key, List<String> problems) {
        String given = environment.get(variable);
        if (given != null && !given.isBlank()) {
            return given;
        }
        if (arn == null) {
            problems.add("a secret is missing: set the environment variable " + variable + ", or '" + key
                    + "' to the ARN of a secret");
            return null;
        }
        try {
            return secretOfArn.apply(arn);
        } catch (SdkException e) {
            problems.add("the secret of '" + key + "' cannot be fetched: " + e.getMessage());
            return null;
        }
    }
}
