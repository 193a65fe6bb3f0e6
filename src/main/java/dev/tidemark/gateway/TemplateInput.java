package dev.tidemark.gateway;

import java.util.Base64;
import java.util.Map;

/**
 * {@code $input} in a mapping template, under API Gateway's names: {@code body} and {@code params()}. The JSON
 * functions are left out: a template that parses the body can be made to fail by one. Public for Velocity's sake.
 */
public final class TemplateInput {

    private final byte[] body;
    private final Map<String, Map<String, String>> params;

    TemplateInput(GatewayRequest request) {
        body = request.body();
        params = Map.of("path", Map.of(), "querystring", Map.of(), "header", request.headers());
    }

    /** Base64 of the raw bytes, as with binaryMediaTypes and CONVERT_TO_TEXT; {@code {}} for an empty body. */
    public String getBody() {
        return body.length == 0 ? "{}" : Base64.getEncoder().encodeToString(body);
    }

    /** Maps of name and value under {@code path}, {@code querystring} and {@code header}. */
    public Map<String, Map<String, String>> params() {
        return params;
    }
}
