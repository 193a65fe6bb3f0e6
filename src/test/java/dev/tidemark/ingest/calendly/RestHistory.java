package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fills a stand-in of the API with what it would show after a generated traffic of webhooks: the last state of all. */
public final class RestHistory {
    private RestHistory() {}

    /** @param options of a traffic in which nothing is lost, late or broken */
    public static void fill(StandInApi api, GeneratorOptions options) throws IOException {
        Map<String, List<JsonNode>> bodies = new TreeMap<>();
        for (Traffic traffic = new Traffic(options); traffic.hasNext(); ) {
            JsonNode body = HistoryJson.MAPPER.readTree(traffic.next().body());
            bodies.computeIfAbsent(body.get("payload").get("uri").asText(), uri -> new ArrayList<>())
                    .add(body);
        }
        Map<String, JsonNode> newest = new TreeMap<>();
        Map<String, List<ObjectNode>> invitees = new TreeMap<>();
        for (List<JsonNode> all : bodies.values()) {
            all.sort(Comparator.comparing(b -> b.get("created_at").asText()));
            JsonNode last = all.get(all.size() - 1);
            String event = HistoryJson.id(last.get("payload").get("scheduled_event"), "uri");
            newest.merge(event, last, RestHistory::newer);
            invitees.computeIfAbsent(event, e -> new ArrayList<>()).add(invitee(all, last));
        }
        newest.forEach((event, body) ->
                api.put(body.get("payload").get("scheduled_event").deepCopy(), invitees.get(event)));
    }

    private static JsonNode newer(JsonNode a, JsonNode b) {
        return a.get("created_at").asText().compareTo(b.get("created_at").asText()) >= 0 ? a : b;
    }

    private static ObjectNode invitee(List<JsonNode> bodies, JsonNode last) {
        ObjectNode invitee = last.get("payload").deepCopy();
        invitee.remove("scheduled_event");
        for (JsonNode body : bodies) {
            if (body.get("payload").hasNonNull("old_invitee")) {
                invitee.set("old_invitee", body.get("payload").get("old_invitee"));
            }
        }
        if (last.get("event").asText().startsWith("invitee_no_show.")) {
            // a no-show, set or cleared, changes the invitee
            invitee.set("updated_at", last.get("created_at"));
        }
        return invitee;
    }
}
