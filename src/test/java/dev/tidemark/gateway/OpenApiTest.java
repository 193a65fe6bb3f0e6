package dev.tidemark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is imported into API Gateway says what the local gateway does. */
class OpenApiTest {

    private static final Path FOLDER = Path.of("kinesis", "gateway");

    private JsonNode api;
    private JsonNode integration;

    @BeforeEach
    void read() throws IOException {
        api = new ObjectMapper().readTree(FOLDER.resolve("openapi.json").toFile());
        integration = api.at("/paths/~1calendly-webhooks/post/x-amazon-apigateway-integration");
    }

    @Test
    void holdsTheVeryTemplate() throws IOException {
        assertThat(integration.at("/requestTemplates/application~1json").asText())
                .as("calendly-webhooks.vtl was changed: copy it into openapi.json as kinesis/gateway/README.md says")
                .isEqualTo(Files.readString(FOLDER.resolve("calendly-webhooks.vtl")));
    }

    @Test
    void handsTheTemplateTheRawBytesAsBase64() {
        assertThat(api.get("x-amazon-apigateway-binary-media-types"))
                .map(JsonNode::asText)
                .isEqualTo(List.of("*/*"));
        assertThat(integration.get("contentHandling").asText()).isEqualTo("CONVERT_TO_TEXT");
    }

    @Test
    void acknowledgesOnlyWhatKinesisTook() {
        JsonNode responses = integration.get("responses");
        assertThat(responses.properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder("200", "default");
        assertThat(responses.at("/200/statusCode").asText()).isEqualTo("200");
        assertThat(responses.at("/default/statusCode").asText()).isEqualTo("503");
    }

    @Test
    void answersBeforeCalendlyGivesUp() {
        assertThat(integration.get("timeoutInMillis").asInt()).isLessThan(15_000);
    }

    @Test
    void doesNotBlameTheSenderForThrottling() {
        assertThat(api.at("/x-amazon-apigateway-gateway-responses/THROTTLED/statusCode")
                        .asText())
                .isEqualTo("503");
    }
}
