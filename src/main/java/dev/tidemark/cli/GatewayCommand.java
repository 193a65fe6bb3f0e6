package dev.tidemark.cli;

import dev.tidemark.gateway.LocalGateway;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the front door alone, before a Kinesis that runs elsewhere. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description =
                "Takes webhooks at /calendly-webhooks and puts them to a local Kinesis, as API Gateway does on AWS,"
                        + " until Ctrl-C. The demo has one of its own.")
final class GatewayCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 60_000;

    @Option(
            names = "--kinesis",
            required = true,
            paramLabel = "URL",
            description = "Where the local Kinesis is, such as http://127.0.0.1:4567.")
    private URI kinesis;

    @Option(
            names = "--stream",
            defaultValue = "tidemark-calendly-webhooks",
            paramLabel = "NAME",
            description = "Stream to put to, default ${DEFAULT-VALUE}; it must be there.")
    private String stream;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description =
                    "Address to listen on, default ${DEFAULT-VALUE}. Who reaches it can post; signatures are verified"
                            + " by the job.")
    private String bind;

    @Option(
            names = "--port",
            defaultValue = "8083",
            paramLabel = "N",
            description = "Port to listen on, default ${DEFAULT-VALUE}; 0 for a free one.")
    private int port;

    @Override
    public Integer call() throws Exception {
        if (kinesis.getHost() == null || !"http".equals(kinesis.getScheme())) {
            throw new CommandFailure("--kinesis is '" + kinesis + "'; give it as http://HOST:PORT");
        }
        StopSignal stop = StopSignal.listen();
        try (LocalGateway gateway =
                LocalGateway.builder(kinesis, stream).host(bind).port(port).start()) {
            System.out.println("taking webhooks at " + gateway.url());
            while (!stop.await(LOOK_MILLIS)) {
                // nothing to do but to wait
            }
        }
        return 0;
    }
}
