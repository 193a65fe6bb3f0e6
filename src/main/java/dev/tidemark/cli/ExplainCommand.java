package dev.tidemark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidemark.audit.Explainer;
import dev.tidemark.audit.Explanation;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Traces a Gold row to what it is made of. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Shows what a Gold row is made of: the bookings with their rows of the ledger, the revisions of"
                + " spend, and how the row changed over the table's versions. Exits with 1 if the parts do not add up to"
                + " the row. Example: ./tidemark explain gold_daily_cpb_by_channel booking_date=2026-01-15"
                + " channel=facebook")
final class ExplainCommand implements Callable<Integer> {

    /** How the explanation is printed. */
    enum Format {
        TEXT,
        JSON
    }

    @Parameters(index = "0", paramLabel = "TABLE", description = "A Gold table of bookings; see ./tidemark tables.")
    private String table;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "The row's key, one for each key column.")
    private List<String> key = new ArrayList<>();

    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "LAKE",
            description = "Lake to read: a folder or s3://bucket/prefix; default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "N",
            description = "Bookings and days of spend to print, default ${DEFAULT-VALUE}; all are added up.")
    private int limit;

    @Option(
            names = "--versions",
            defaultValue = "10",
            paramLabel = "N",
            description = "Versions of the row to go back, default ${DEFAULT-VALUE}.")
    private int versions;

    @Option(names = "--format", defaultValue = "TEXT", description = "TEXT or JSON, default ${DEFAULT-VALUE}.")
    private Format format;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        try (Explainer explainer = new Explainer(options.config(lake))) {
            return explain(explainer);
        }
    }

    private int explain(Explainer explainer) throws IOException {
        TableSpec spec = explainer.tables().stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("'" + table + "' cannot be explained; these can: "
                        + explainer.tables().stream().map(TableSpec::name).collect(Collectors.joining(", "))));
        Explanation explanation;
        try {
            explanation =
                    explainer.explain(table, parse(spec), versions, format == Format.JSON ? Integer.MAX_VALUE : limit);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        if (format == Format.JSON) {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(explanation));
        } else {
            new ExplanationPrinter(spec, limit, out).print(explanation);
        }
        out.flush();
        return explanation.differences().isEmpty() ? 0 : 1;
    }

    private Map<String, Object> parse(TableSpec spec) {
        Map<String, Object> parsed = new LinkedHashMap<>();
        for (String pair : key) {
            int equals = pair.indexOf('=');
            String column = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 1 || !spec.key().contains(column)) {
                throw new CommandFailure("'" + pair + "' is no key of " + table + "; write " + keyForm(spec));
            }
            try {
                parsed.put(column, Values.parse(spec.column(column).type(), pair.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(pair + ": " + e.getMessage(), e);
            }
        }
        if (parsed.size() < spec.key().size()) {
            throw new CommandFailure("the key of " + table + " has more columns; write " + keyForm(spec));
        }
        return parsed;
    }

    private static String keyForm(TableSpec spec) {
        return spec.key().stream().map(k -> k + "=...").collect(Collectors.joining(" "));
    }
}
