package dev.tidemark.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What a command of the product printed, run in this JVM.
 *
 * @param status its exit status
 * @param text all it wrote to standard output and standard error
 */
public record Said(int status, String text) {

    /** Runs a command; nothing else in this JVM may print meanwhile. */
    public static Said by(IntSupplier command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream listener = new PrintStream(said, true, UTF_8);
        System.setOut(listener);
        System.setErr(listener);
        try {
            return new Said(command.getAsInt(), said.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The indented lines: of {@code verify}, the differences. */
    public List<String> differences() {
        return text.lines().filter(l -> l.startsWith("    ")).map(String::strip).toList();
    }
}
