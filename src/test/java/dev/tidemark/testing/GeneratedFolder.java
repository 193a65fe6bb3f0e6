package dev.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A generated replay folder, and whether a lake holds what the generator says must come of it. */
public final class GeneratedFolder {
    private static final Set<String> KINDS =
            Set.of("invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern REASON = Pattern.compile("\\{reason: (\\w+), count: (\\d+)\\}");

    private final Path folder;

    private GeneratedFolder(Path folder) {
        this.folder = folder;
    }

    public static GeneratedFolder write(Path folder, GeneratorOptions options) throws IOException {
        return write(folder, new ReplayFolderWriter(options));
    }

    public static GeneratedFolder write(Path folder, ReplayFolderWriter writer) throws IOException {
        writer.write(folder);
        return new GeneratedFolder(folder);
    }

    /** A folder that was written before, by this release or an older one. */
    public static GeneratedFolder at(Path folder) {
        return new GeneratedFolder(folder);
    }

    public Path path() {
        return folder;
    }

    public Path webhooks() {
        return folder.resolve("calendly-webhooks");
    }

    public JsonNode counts() throws IOException {
        return JSON.readTree(folder.resolve("expected").resolve("counts.json").toFile());
    }

    /** Every Gold table of the lake equals its expectation: the same rows, all columns but {@code updated_at}. */
    public void assertGold(LakeReading lake) throws IOException {
        Map<String, List<Map<String, String>>> expected = expectedGold();
        for (Map.Entry<String, List<Map<String, String>>> e : expected.entrySet()) {
            LakeReading.assertSameRows(e.getKey(), lake.rows(e.getKey(), "updated_at"), e.getValue());
        }
        Set<String> compared = new TreeSet<>(expected.keySet());
        // what came in is counted, not planned: see assertQuality
        compared.add(DataQuality.NAME);
        assertThat(compared)
                .isEqualTo(new TreeSet<>(Tables.catalog().tables().stream()
                        .filter(t -> t.layer() == TableSpec.Layer.GOLD)
                        .map(TableSpec::name)
                        .toList()));
    }

    /** As {@link #assertGold} for a folder of an older release: tables and columns that came later are left out. */
    public void assertGoldOfThen(LakeReading lake) throws IOException {
        for (Map.Entry<String, List<Map<String, String>>> e : expectedGold().entrySet()) {
            List<Map<String, String>> found = lake.rows(e.getKey());
            assertThat(e.getValue()).as(e.getKey()).isNotEmpty();
            Set<String> known = e.getValue().get(0).keySet();
            found.forEach(row -> row.keySet().retainAll(known));
            LakeReading.assertSameRows(e.getKey(), found, e.getValue());
        }
    }

    private Map<String, List<Map<String, String>>> expectedGold() throws IOException {
        Map<String, List<Map<String, String>>> tables = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("expected"))) {
            for (Path file : files.filter(f -> !f.getFileName().toString().equals("counts.json"))
                    .toList()) {
                tables.put(file.getFileName().toString().replace(".json", ""), rows(JSON.readTree(file.toFile())));
            }
        }
        return tables;
    }

    /** Each delivery is in Bronze once, and then in Silver, in quarantine, a duplicate or of no interest. */
    public void assertDeliveries(LakeReading lake) throws IOException {
        JsonNode counts = counts();
        Set<String> decided = new TreeSet<>();
        for (Map<String, String> row : lake.rows("silver_fact_events")) {
            assertThat(decided.add(row.get("delivery_id"))).as("%s", row).isTrue();
        }
        assertThat(decided).hasSize(counts.get("accepted").intValue());
        for (Map<String, String> row : lake.rows("quarantine")) {
            assertThat(decided.add(row.get("delivery_id"))).as("%s", row).isTrue();
        }
        Set<String> bronze = new TreeSet<>();
        long duplicates = 0;
        long unsupported = 0;
        for (Map<String, String> row : lake.rows("bronze_calendly_webhooks")) {
            assertThat(bronze.add(row.get("delivery_id"))).as("%s", row).isTrue();
            if (!decided.contains(row.get("delivery_id"))) {
                duplicates += KINDS.contains(row.get("event_kind")) ? 1 : 0;
                unsupported += KINDS.contains(row.get("event_kind")) ? 0 : 1;
            }
        }
        assertThat(bronze).hasSize(counts.get("deliveries").intValue());
        assertThat(duplicates)
                .as("duplicates")
                .isEqualTo(counts.get("duplicates").longValue());
        assertThat(unsupported)
                .as("unsupported")
                .isEqualTo(counts.get("unsupported").longValue());
        assertThat(lake.counts("quarantine", "reason", "feed", "calendly-webhooks"))
                .isEqualTo(byReason(counts.get("quarantined")));
    }

    /** The data-quality table tells of every delivery once, and of what became of it. */
    public void assertQuality(LakeReading lake) throws IOException {
        JsonNode counts = counts();
        Map<String, Long> sums = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        for (Map<String, String> row : lake.rows(DataQuality.NAME)) {
            if (row.get("feed").equals("calendly-webhooks")) {
                for (String column : List.of("received", "duplicates", "late", "unsupported")) {
                    sums.merge(column, Long.parseLong(row.get(column)), Long::sum);
                }
                sums.merge("accepted", Long.parseLong(row.get("accepted")), Long::sum);
                sums.merge("accepted", Long.parseLong(row.get("superseded")), Long::sum);
                Matcher reason = REASON.matcher(row.get("quarantined_by_reason"));
                while (reason.find()) {
                    reasons.merge(reason.group(1), Long.parseLong(reason.group(2)), Long::sum);
                }
            }
        }
        Map<String, Long> expected = byReason(counts.get("quarantined"));
        long late = expected.containsKey("late") ? expected.remove("late") : 0;
        assertThat(reasons).isEqualTo(expected);
        assertThat(sums)
                .isEqualTo(Map.of(
                        "received", counts.get("deliveries").longValue(),
                        "accepted", counts.get("accepted").longValue(),
                        "duplicates", counts.get("duplicates").longValue(),
                        "unsupported", counts.get("unsupported").longValue(),
                        "late", late));
    }

    /** Each row of each spend file is in Bronze once; the bad ones are in quarantine. */
    public void assertSpend(LakeReading lake) throws IOException {
        JsonNode counts = counts().get("ad_spend");
        assertThat(lake.rows("bronze_ad_spend")).hasSize(counts.get("rows").intValue());
        assertThat(lake.counts("quarantine", "reason", "feed", "ad-spend"))
                .isEqualTo(byReason(counts.get("quarantined")));
    }

    private static Map<String, Long> byReason(JsonNode node) {
        Map<String, Long> counts = new TreeMap<>();
        node.properties().forEach(p -> counts.put(p.getKey(), p.getValue().longValue()));
        return counts;
    }

    private static List<Map<String, String>> rows(JsonNode array) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode row : array) {
            Map<String, String> byColumn = new TreeMap<>();
            row.properties().forEach(p -> byColumn.put(p.getKey(), text(p.getValue())));
            rows.add(byColumn);
        }
        return rows;
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }
}
