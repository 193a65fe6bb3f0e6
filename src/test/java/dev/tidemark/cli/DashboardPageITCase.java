package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.dashboard.DashboardOptions;
import dev.tidemark.dashboard.DashboardServer;
import dev.tidemark.gateway.DeliveryListener;
import dev.tidemark.gateway.WebhookSender;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReferenceFiles;
import dev.tidemark.generate.Traffic;
import dev.tidemark.testing.BrowserScript;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's page in a real Chromium: over a replayed lake with hostile names, and over a job that runs. */
@Timeout(900)
class DashboardPageITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the page's numbers are compared with. */
    private static final List<String> COMPARED = List.of(
            "gold_daily_bookings_by_channel",
            "gold_daily_cpb_by_channel",
            "gold_cpb_by_channel",
            "gold_booking_time_analysis",
            "gold_meeting_load_per_employee",
            "gold_weekly_employee_load",
            "gold_data_quality");

    private static final String TOKEN = "0123456789abcdef-token";
    private static final String HOSTILE_NAME = "<img src=x onerror=globalThis.hacked=1>";
    private static final String HOSTILE_CAMPAIGN = "<script>globalThis.hacked=1</script>" + "x".repeat(9_964);

    @TempDir
    private Path temp;

    @Test
    void thePageShowsWhatShowPrints() throws Exception {
        Path input = temp.resolve("in");
        Path lake = temp.resolve("lake");
        assertThat(Main.run("generate", "--plain", "--bookings=1500", "--days=45", "--output=" + input))
                .isZero();
        makeHostile(input);
        assertThat(Main.run("replay", "--input=" + input, "--lake=" + lake)).isZero();
        ObjectNode rows = JSON.createObjectNode();
        for (String table : COMPARED) {
            rows.set(table, show(table, lake));
        }
        Path rowsFile = temp.resolve("rows.json");
        JSON.writeValue(rowsFile.toFile(), rows);
        try (DashboardServer server = serve(lake)) {
            BrowserScript.test(
                    "page.test.mjs",
                    Map.of("TIDEMARK_ORIGIN", server.url(), "TIDEMARK_ROWS", rowsFile.toString()),
                    temp.resolve("page.log"));
        }
    }

    @Test
    void aWebhookChangesThePage() throws Exception {
        // every delivery a new booking of its own, the last one kept back for the page to wait for
        GeneratorOptions options = GeneratorOptions.builder()
                .bookings(41)
                .days(7)
                .end(Instant.now())
                .onlyNewBookings()
                .build();
        List<byte[]> bodies = new ArrayList<>();
        new Traffic(options).bodies().forEachRemaining(bodies::add);
        int first = bodies.size() - 1;
        Path folder = temp.resolve("lake").resolve("_demo");
        Files.createDirectories(folder);
        new ReferenceFiles(options).write(folder);
        Map<String, String> values = new HashMap<>(new ConfigOptions().values());
        values.put("event-types.location", folder.resolve("event-types.json").toString());
        values.put("spend.location", folder.resolve("ad-spend").toString());
        Configuration flink = FlinkSettings.load();
        try (LakeFolder lake = LakeFolder.openForWriting(temp.resolve("lake"));
                LiveStack stack = LiveStack.start(
                        lake, folder, values, lake.pepper(), flink, 0, new Silent(), Progress.start("test"));
                DashboardServer server = serve(lake.root());
                WebhookSender sender = WebhookSender.builder(stack.gateway().url(), stack.signingKey())
                        .build()) {
            sender.send(bodies.subList(0, first).iterator(), 0);
            await().atMost(Duration.ofMinutes(2)).until(() -> bookings(lake.root()) == first);
            Path webhook = temp.resolve("webhook.json");
            JSON.writeValue(
                    webhook.toFile(),
                    Map.of(
                            "body",
                            new String(bodies.get(first), StandardCharsets.UTF_8),
                            "signing_key",
                            stack.signingKey()));
            BrowserScript.test(
                    "live.test.mjs",
                    Map.of(
                            "TIDEMARK_ORIGIN", server.url(),
                            "TIDEMARK_GATEWAY", stack.gateway().url().toString(),
                            "TIDEMARK_WEBHOOK", webhook.toString()),
                    temp.resolve("live.log"));
            BrowserScript.test(
                    "fetch.test.mjs",
                    Map.of(
                            "TIDEMARK_ORIGIN", server.url(),
                            "TIDEMARK_SPEND",
                                    newestSpend(folder.resolve("ad-spend")).toString()),
                    temp.resolve("fetch.log"));
        }
    }

    private static Path newestSpend(Path spendFolder) throws IOException {
        try (Stream<Path> files = Files.list(spendFolder)) {
            return files.filter(f -> !f.getFileName().toString().equals("file_index.json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    @Test
    void theTokenOpensThePageAndALakeThatIsGoneIsTold() throws Exception {
        Path input = temp.resolve("in");
        Path lake = temp.resolve("lake");
        assertThat(Main.run("generate", "--plain", "--bookings=50", "--days=5", "--output=" + input))
                .isZero();
        assertThat(Main.run("replay", "--input=" + input, "--lake=" + lake)).isZero();
        TidemarkConfig config = TidemarkConfig.parse(Map.of("lake.location", lake.toString()));
        try (DashboardServer server = DashboardServer.start(
                new DashboardOptions(config, Tables.catalog(), "127.0.0.1", 0, Set.of(), TOKEN))) {
            BrowserScript.test(
                    "token.test.mjs",
                    Map.of("TIDEMARK_ORIGIN", server.url(), "TIDEMARK_TOKEN", TOKEN),
                    temp.resolve("token.log"));
            BrowserScript.test(
                    "gone.test.mjs",
                    Map.of(
                            "TIDEMARK_ORIGIN", server.url(),
                            "TIDEMARK_TOKEN", TOKEN,
                            "TIDEMARK_LAKE", lake.toString()),
                    temp.resolve("gone.log"));
        }
    }

    private static DashboardServer serve(Path lake) throws IOException {
        return DashboardCommand.start(
                TidemarkConfig.parse(Map.of("lake.location", lake.toString())), "127.0.0.1", 0, Set.of());
    }

    private static long bookings(Path lake) throws IOException {
        return new LakeReading(lake)
                .rows("gold_daily_bookings_by_channel").stream()
                        .mapToLong(r -> Long.parseLong(r.get("bookings_count")))
                        .sum();
    }

    /** Puts markup into the name of a host, and a campaign that is markup and 10,000 characters long. */
    private static void makeHostile(Path input) throws IOException {
        try (Stream<Path> files = Files.list(input.resolve("calendly-webhooks"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertThat(text).contains("\"Lena Host\"");
                Files.writeString(file, text.replace("\"Lena Host\"", "\"" + HOSTILE_NAME + "\""));
            }
        }
        Path mapping = input.resolve("event-types.json");
        ArrayNode entries = (ArrayNode) JSON.readTree(mapping.toFile());
        for (JsonNode entry : entries) {
            if (entry.get("campaign").asText().startsWith("campaign-1")) {
                ((ObjectNode) entry).put("campaign", HOSTILE_CAMPAIGN);
            }
        }
        JSON.writeValue(mapping.toFile(), entries);
    }

    /** What {@code ./tidemark show} prints. */
    private JsonNode show(String table, Path lake) throws IOException, InterruptedException {
        Path out = temp.resolve(table + ".json");
        Process process = ProductCommand.of("show", table, "--lake", lake.toString(), "--format", "json")
                .redirectOutput(out.toFile())
                .redirectError(temp.resolve(table + ".log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(temp.resolve(table + ".log")))
                .isZero();
        return JSON.readTree(out.toFile());
    }

    private static final class Silent implements DeliveryListener {
        @Override
        public void accepted(int bodyBytes, Duration latency) {}

        @Override
        public void refused(int status, String reason) {}
    }
}
