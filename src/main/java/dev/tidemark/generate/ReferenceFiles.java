package dev.tidemark.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.generate.expected.EventTypeMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what the traffic refers to: the event-type mapping and the ad spend, as their sources offer them. */
public final class ReferenceFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventTypes eventTypes;
    private final AdSpend spend;

    public ReferenceFiles(GeneratorOptions options) {
        eventTypes = new EventTypes(options);
        spend = new AdSpend(options);
    }

    /** Writes {@code event-types.json} and {@code ad-spend/} into a folder, over what is there. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("event-types.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(mappingRows()));
        Path spendFolder = Files.createDirectories(folder.resolve("ad-spend"));
        for (AdSpend.File file : spend.files()) {
            Files.writeString(spendFolder.resolve(file.name()), "[\n  " + String.join(",\n  ", file.rows()) + "\n]\n");
        }
        List<String> names = spend.files().stream().map(AdSpend.File::name).toList();
        Files.write(
                spendFolder.resolve("file_index.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(Map.of("files", names)));
    }

    AdSpend spend() {
        return spend;
    }

    private List<Map<String, Object>> mappingRows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (EventTypeMapping m : eventTypes.mappings()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("event_type", m.eventType());
            row.put("channel", m.channel());
            row.put("campaign", m.campaign());
            row.put("valid_from", m.validFrom().toString());
            row.put("valid_to", m.validTo() == null ? null : m.validTo().toString());
            rows.add(row);
        }
        return rows;
    }
}
