package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the file access for a location by its scheme: the one place that knows which stores there are. */
public final class FileIOFactory {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

    private FileIOFactory() {}

    /**
     * The file access for a location: a plain path or a {@code file:} URI.
     *
     * @throws IllegalArgumentException if no store with that scheme is known; the message names the ones that are
     */
    public static FileIO create(String location) {
        Matcher m = SCHEME.matcher(location);
        String scheme = m.matches() ? m.group(1) : "file";
        return switch (scheme) {
            case "file" -> new LocalFileIO();
            default ->
                throw new IllegalArgumentException("a lake can't be kept at '" + location + "': the scheme '" + scheme
                        + "' is not supported; give a local path or a file: URI");
        };
    }
}
