package dev.tidemark.domain.bookings;

import java.io.Serializable;
import java.util.List;

/**
 * What the bookings domain must keep to itself. Never logged: {@link #toString} shows no secret.
 *
 * @param signingKeys one or two webhook signing keys; two while they are rotated; none where only our own reading feeds
 *     the job, so that nothing pushed passes
 * @param pepper the key of the person keys, at least 16 bytes
 */
public record WebhookSecrets(List<String> signingKeys, byte[] pepper) implements Serializable {
    public WebhookSecrets {
        signingKeys = List.copyOf(signingKeys);
        pepper = pepper.clone();
    }

    @Override
    public String toString() {
        return "WebhookSecrets[" + signingKeys.size() + " signing keys]";
    }
}
