package dev.tidemark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A cluster's REST interface, as far as one needs it who deploys a jar. */
final class FlinkRest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BOUNDARY = "----tidemark-jar";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    FlinkRest(URI address) {
        this.address = address;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path).GET().build());
    }

    /** Uploads a jar; returns its id. */
    String upload(Path jar) throws IOException, InterruptedException {
        HttpRequest request = request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString("--" + BOUNDARY
                                + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
                        BodyPublishers.ofFile(jar),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")))
                .build();
        return Path.of(answer(request).path("filename").asText()).getFileName().toString();
    }

    /**
     * Runs the main class that the jar names; returns the job's id once all its tasks run.
     *
     * @param savepoint where to go on from, or null
     */
    String run(String jar, String savepoint, String... arguments) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.set("programArgsList", JSON.valueToTree(List.of(arguments)));
        if (savepoint != null) {
            body.put("savepointPath", savepoint);
        }
        String job = post("/jars/" + jar + "/run", body).path("jobid").asText();
        await().atMost(PATIENCE).until(() -> {
            JsonNode state = get("/jobs/" + job);
            assertThat(state.path("state").asText()).isNotIn("FAILED", "FAILING");
            return state.path("vertices").size() > 0
                    && state.path("vertices").findValuesAsText("status").stream()
                            .allMatch("RUNNING"::equals);
        });
        return job;
    }

    /** Stops a job with a savepoint; returns where that is. */
    String stop(String job, Path folder) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("drain", false)
                .put("targetDirectory", folder.toUri().toString());
        String trigger = post("/jobs/" + job + "/stop", body).path("request-id").asText();
        String[] location = new String[1];
        await().atMost(PATIENCE).until(() -> {
            JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
            assertThat(answer.path("operation")
                            .path("failure-cause")
                            .path("stack-trace")
                            .asText())
                    .isEmpty();
            location[0] = answer.path("operation").path("location").asText("");
            return answer.path("status").path("id").asText().equals("COMPLETED");
        });
        await().atMost(PATIENCE)
                .until(() -> get("/jobs/" + job).path("state").asText().equals("FINISHED"));
        return location[0];
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode() / 100)
                .as("%s %s: %s", request.method(), request.uri(), response.body())
                .isEqualTo(2);
        return JSON.readTree(response.body());
    }
}
