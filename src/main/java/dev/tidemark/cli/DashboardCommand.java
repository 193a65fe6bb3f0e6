package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.dashboard.DashboardOptions;
import dev.tidemark.dashboard.DashboardServer;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the live page of a lake. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description =
                "Serves a page that shows the numbers of a lake as they are committed, and their data as JSON, CSV"
                        + " and Parquet. Reads only. Give the configuration that the job runs with (reporting zone, lateness)."
                        + " Ctrl-C ends it.")
final class DashboardCommand implements Callable<Integer> {
    /** Where the token is, that requests must bring. */
    static final String TOKEN_VARIABLE = "TIDEMARK_DASHBOARD_TOKEN";

    private static final long FOREVER = Long.MAX_VALUE;

    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "DIR",
            description = "Lake to show, default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(
            names = "--port",
            defaultValue = "8082",
            paramLabel = "N",
            description = "Port to listen on, default ${DEFAULT-VALUE}; 0 for a free one.")
    private int port;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description =
                    "Address to listen on, default ${DEFAULT-VALUE}. Any other than the loopback needs a token in the"
                            + " environment variable " + TOKEN_VARIABLE + "; the page is then opened with /#token=...")
    private String bind;

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            description =
                    "A name under which browsers ask for the page, besides localhost and addresses; several may be"
                            + " given.")
    private Set<String> hostNames = new TreeSet<>();

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        StopSignal stop = StopSignal.listen();
        TidemarkConfig config = options.config(lake);
        if (Location.parse(lake) instanceof Location.Folder folder && !Files.isDirectory(Path.of(folder.path()))) {
            throw new CommandFailure("there is no lake " + lake
                    + "; fill it with ./tidemark replay or ./tidemark demo, or name another with --lake");
        }
        Progress progress = Progress.start("tidemark dashboard of the lake " + lake);
        try (DashboardServer server = start(config, bind, port, hostNames)) {
            progress.say("open " + server.url() + (token() == null ? "" : "/#token=...") + "; Ctrl-C ends it");
            stop.await(FOREVER);
        }
        return 0;
    }

    /** Starts the server of a lake, with the token of the environment if there is one. */
    static DashboardServer start(TidemarkConfig config, String bind, int port, Set<String> hostNames)
            throws IOException {
        DashboardOptions options;
        try {
            options = new DashboardOptions(config, Tables.catalog(), bind, port, hostNames, token());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
        return DashboardServer.start(options);
    }

    private static String token() {
        return System.getenv(TOKEN_VARIABLE);
    }
}
