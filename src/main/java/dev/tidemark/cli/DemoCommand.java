package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.dashboard.DashboardServer;
import dev.tidemark.delta.Lake;
import dev.tidemark.gateway.DeliveryListener;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.table.Values;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs everything on this machine with sample traffic. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs everything on this machine: gateway, Kinesis, the Flink job, tables, and sample bookings sent"
                        + " as signed webhooks. Ctrl-C ends it; started again on the same lake it goes on.")
final class DemoCommand implements Callable<Integer> {
    private static final long STATUS_MILLIS = 3_000;
    private static final String SHOWN = "gold_channel_attribution";

    @Mixin
    private WrittenLake written;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "Port of the gateway, default ${DEFAULT-VALUE}; 0 for a free one.")
    private int port;

    @Option(
            names = "--ui-port",
            defaultValue = "8081",
            paramLabel = "N",
            description = "Port of Flink's web UI, default ${DEFAULT-VALUE}; 0 for a free one.")
    private int uiPort;

    @Option(
            names = "--dashboard-port",
            defaultValue = "8082",
            paramLabel = "N",
            description = "Port of the dashboard, default ${DEFAULT-VALUE}; 0 for a free one.")
    private int dashboardPort;

    @Option(
            names = "--bookings",
            defaultValue = "5000",
            paramLabel = "N",
            description = "Bookings of the sample traffic, default ${DEFAULT-VALUE}.")
    private int bookings;

    @Option(
            names = "--days",
            defaultValue = "14",
            paramLabel = "N",
            description = "Past days that they are spread over, default ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--rate",
            defaultValue = "20",
            paramLabel = "N",
            description = "Deliveries a second, default ${DEFAULT-VALUE}.")
    private double rate;

    @Mixin
    private TrafficOptions trafficOptions;

    @Mixin
    private ConfigOptions options;

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @Override
    public Integer call() throws Exception {
        StopSignal stop = StopSignal.listen();
        Progress progress = Progress.start("tidemark demo on the lake " + written);
        try (LakeFolder lake = written.openForWriting()) {
            Path folder = lake.root().resolve("_demo");
            DemoTraffic traffic = DemoTraffic.in(
                    folder, trafficOptions.apply(GeneratorOptions.builder()), bookings, days, trafficOptions.seed());
            Map<String, String> values = options.values();
            values.putIfAbsent("spend.location", folder.resolve("ad-spend").toString());
            values.putIfAbsent(
                    "event-types.location", folder.resolve("event-types.json").toString());
            Configuration flink = FlinkSettings.load();
            flink.set(RestOptions.BIND_PORT, String.valueOf(uiPort));
            try (LiveStack stack = LiveStack.start(
                            lake, folder, values, options.pepper(lake), flink, port, new Counts(), progress);
                    DashboardServer dashboard = DashboardCommand.start(
                            TidemarkConfig.parse(values), "127.0.0.1", dashboardPort, Set.of())) {
                progress.say("dashboard     " + dashboard.url());
                progress.say("gateway       " + stack.gateway().url());
                progress.say("Flink web UI  " + (uiPort == 0 ? "on a free port" : "http://127.0.0.1:" + uiPort));
                progress.say("tables        " + lake.location() + "   (./tidemark show " + SHOWN + " --lake " + written
                        + ")");
                progress.say("sending sample traffic"
                        + (traffic.acknowledged() > 0 ? " from delivery " + traffic.acknowledged() : "")
                        + "; Ctrl-C ends the demo");
                run(stack, traffic, lake, stop, progress);
                progress.say("stopping: the last deliveries are committed");
            }
        }
        progress.say("stopped; start it again to go on");
        return 0;
    }

    private void run(LiveStack stack, DemoTraffic traffic, LakeFolder lake, StopSignal stop, Progress progress)
            throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                traffic.send(stack.gateway().url(), stack.signingKey(), rate);
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        boolean told = false;
        try (Lake tables = options.openLake(lake.location())) {
            while (!stop.await(STATUS_MILLIS)) {
                stack.job().requireRunning();
                status(tables, progress);
                if (sending.isDone() && !told) {
                    sending.join();
                    told = true;
                    progress.say("all sample traffic is sent (" + traffic.acknowledged() + " deliveries)");
                }
            }
        }
        traffic.stop();
        sending.join();
    }

    private void status(Lake tables, Progress progress) throws IOException {
        progress.say("accepted " + accepted + (refused.get() > 0 ? ", refused " + refused : "") + "; " + SHOWN + ":");
        var reader = tables.find(SHOWN);
        if (reader.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>(reader.get().toList());
        rows.sort(Values.byColumns(Tables.catalog().table(SHOWN).keyOrdinals()));
        StringWriter text = new StringWriter();
        RowPrinter.print(ShowCommand.Format.TABLE, reader.get().columns(), rows, text);
        System.out.print(text);
        System.out.flush();
    }

    private final class Counts implements DeliveryListener {
        @Override
        public void accepted(int bodyBytes, Duration latency) {
            accepted.incrementAndGet();
        }

        @Override
        public void refused(int status, String reason) {
            refused.incrementAndGet();
        }
    }
}
