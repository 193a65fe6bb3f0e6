package dev.tidemark.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may ask. Pure: knows nothing of HTTP but the values of headers. */
final class Guard {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+\\]");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final DashboardOptions options;
    private final boolean isLocal;

    Guard(DashboardOptions options) {
        this.options = options;
        this.isLocal = options.address().isLoopbackAddress();
    }

    /**
     * Refuses requests for another host than ours. A page elsewhere can make its own name point to our address (DNS
     * rebinding), but the browser then still sends that name.
     */
    void requireHost(String header) {
        Matcher m = HOST.matcher(header == null ? "" : header);
        if (!m.matches() || !isOurs(m.group(1).toLowerCase(Locale.ROOT))) {
            throw new ApiException(
                    421,
                    "this server does not answer for that host name; ask for it by its address, or start it with"
                            + " --host-name NAME");
        }
    }

    private boolean isOurs(String host) {
        return LOOPBACK.contains(host)
                || host.equals(options.bind().toLowerCase(Locale.ROOT))
                || options.hostNames().contains(host)
                // an address is no name that could be made to point elsewhere
                || !isLocal && IP.matcher(host).matches();
    }

    /** Whether a token is needed. */
    boolean needsToken() {
        return options.token() != null;
    }

    /** Refuses requests without the token, if there is one. */
    void requireToken(String authorization) {
        if (!needsToken()) {
            return;
        }
        String given = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length())
                : "";
        // compares in a time that does not tell how much of it is right
        if (!MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), options.token().getBytes(StandardCharsets.UTF_8))) {
            throw new ApiException(
                    401,
                    "a token is needed: open the page with #token=... at the end of its address, or send the header"
                            + " Authorization: Bearer ...");
        }
    }

    /**
     * Refuses an action that another site's page could have sent: the header of its own takes a preflight, which is never
     * granted, and the origin must be ours.
     */
    void requireOwnPage(String action, String origin, String host) {
        if (!"fetch".equals(action)) {
            throw new ApiException(403, "an action needs the header X-Tidemark-Action: fetch");
        }
        if (origin != null
                && !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host)) {
            throw new ApiException(403, "another site's page may not ask for that");
        }
    }
}
