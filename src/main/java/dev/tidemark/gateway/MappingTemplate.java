package dev.tidemark.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.resource.loader.StringResourceLoader;
import org.apache.velocity.util.introspection.SecureUberspector;

/**
 * API Gateway's mapping template, parsed once and run for each request: request in, body of a Kinesis PutRecord call
 * out (JSON). Velocity is fenced in as there: no reflection, no class loading, no files. It is stricter in one point: an
 * undefined reference is an error here and would be printed as it stands there. Safe for use by many threads.
 */
final class MappingTemplate {

    private final Template template;

    private MappingTemplate(String name, Reader source) throws IOException {
        RuntimeInstance velocity = new RuntimeInstance();
        velocity.setProperty(RuntimeConstants.UBERSPECT_CLASSNAME, SecureUberspector.class.getName());
        velocity.setProperty(RuntimeConstants.RUNTIME_REFERENCES_STRICT, true);
        // the only loader is an empty repository: neither files nor the class path can be included
        velocity.setProperty(RuntimeConstants.RESOURCE_LOADERS, "string");
        velocity.setProperty("resource.loader.string.class", StringResourceLoader.class.getName());
        velocity.setProperty("resource.loader.string.repository.static", false);
        velocity.setProperty(RuntimeConstants.VM_LIBRARY, "");
        velocity.init();
        template = new Template();
        template.setRuntimeServices(velocity);
        template.setName(name);
        template.setEncoding(StandardCharsets.UTF_8.name());
        try {
            template.setData(velocity.parse(source, template));
        } catch (ParseException e) {
            throw new IllegalArgumentException("the mapping template " + name + " does not parse", e);
        }
        template.initDocument();
    }

    /** The template of a feed: {@code kinesis/gateway/<feed>.vtl}, which the build puts on the class path. */
    static MappingTemplate ofFeed(String feed) {
        String resource = "/gateway/" + feed + ".vtl";
        try (InputStream in = MappingTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no mapping template " + resource);
            }
            return new MappingTemplate(resource, new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MappingTemplate of(String name, String source) {
        try {
            return new MappingTemplate(name, new StringReader(source));
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    String render(GatewayRequest request, Map<String, String> stageVariables) {
        return render(new TemplateInput(request), request, stageVariables);
    }

    /** With a {@code $input} of one's own: to see what the template does when API Gateway is set up otherwise. */
    String render(Object input, GatewayRequest request, Map<String, String> stageVariables) {
        VelocityContext variables = new VelocityContext();
        variables.put("input", input);
        variables.put("util", new TemplateFunctions());
        variables.put("stageVariables", stageVariables);
        variables.put(
                "context",
                Map.of(
                        "extendedRequestId", request.extendedRequestId(),
                        "requestTimeEpoch", request.receivedAtMillis()));
        StringWriter out = new StringWriter(request.body().length * 2 + 1024);
        template.merge(variables, out);
        return out.toString();
    }
}
