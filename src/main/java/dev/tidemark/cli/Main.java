package dev.tidemark.cli;

import dev.tidemark.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./tidemark}. */
@Command(
        name = "tidemark",
        mixinStandardHelpOptions = true,
        version = "tidemark 0.1.0",
        description = "Live, correct marketing numbers from bookings and ad spend.",
        subcommands = {
            DemoCommand.class,
            DashboardCommand.class,
            GatewayCommand.class,
            ReplayCommand.class,
            FetchCommand.class,
            ShadowCommand.class,
            ShowCommand.class,
            TablesCommand.class,
            ExplainCommand.class,
            VerifyCommand.class,
            CompactCommand.class,
            VacuumCommand.class,
            GenerateCommand.class,
            BenchCommand.class,
            BenchLogCommand.class,
            BenchRunCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command; the exit status. */
    static int run(String... args) {
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("tidemark: " + message(e));
            return 1;
        });
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        if (args.length == 0) {
            commands.usage(commands.getErr());
            return 2;
        }
        return commands.execute(args);
    }

    /** What a person can use of an exception: its message where it is ours, else the chain of causes. */
    private static String message(Throwable e) {
        if (e instanceof ConfigException || e instanceof CommandFailure) {
            return e.getMessage();
        }
        StringBuilder text = new StringBuilder();
        for (Throwable t = e; t != null && text.length() < 2_000; t = t.getCause()) {
            if (t.getMessage() != null && text.indexOf(t.getMessage()) < 0) {
                text.append(text.isEmpty() ? "" : "\n  because: ").append(t.getMessage());
            }
        }
        return text.isEmpty() ? e.toString() : text.toString();
    }
}
