package dev.tidemark.dashboard;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.table.Catalog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the dashboard is served.
 *
 * @param config the configuration of the job whose lake is shown: its lake and reporting zone
 * @param catalog the tables
 * @param bind the address to listen on
 * @param port 0 for a free one
 * @param hostNames names under which browsers may ask, besides the address and this machine's own
 * @param token what a request must bring; null for none
 */
public record DashboardOptions(
        TidemarkConfig config, Catalog catalog, String bind, int port, Set<String> hostNames, String token) {

    /** The shortest token that is hard to guess. */
    public static final int SHORTEST_TOKEN = 16;

    /**
     * Options.
     *
     * @throws IllegalArgumentException if the address is none, or it is not the loopback and there is no token
     */
    public DashboardOptions {
        Set<String> names = new TreeSet<>();
        hostNames.forEach(n -> names.add(n.toLowerCase(Locale.ROOT)));
        hostNames = Set.copyOf(names);
        if (!address(bind).isLoopbackAddress() && token == null) {
            throw new IllegalArgumentException("bound to " + bind
                    + ", others can reach the dashboard: it then needs a token; set the environment variable"
                    + " TIDEMARK_DASHBOARD_TOKEN, or bind to 127.0.0.1");
        }
        if (token != null && token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("the token in TIDEMARK_DASHBOARD_TOKEN is too short; give it "
                    + SHORTEST_TOKEN + " characters or more, such as from openssl rand -hex 16");
        }
    }

    /** The address to listen on. */
    InetAddress address() {
        return address(bind);
    }

    private static InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "'" + bind + "' is no address of this machine; bind to 127.0.0.1, or to 0.0.0.0 for all", e);
        }
    }
}
