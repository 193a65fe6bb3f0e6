package dev.tidemark.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of the page, from the class path under {@code dashboard/}. */
final class PageFiles {
    private static final String FOLDER = "/dashboard";
    /** No part begins with a dot, so nothing outside the folder can be named. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("map", "application/json; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    /** A file's bytes and media type. */
    record PageFile(byte[] content, String type) {}

    /** The file of a path, {@code /} being {@code index.html}; empty if there is none. */
    Optional<PageFile> find(String path) throws IOException {
        String name = path.equals("/") ? "/index.html" : path;
        var m = PATH.matcher(name);
        if (!m.matches() || !TYPES.containsKey(m.group(2))) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(new PageFile(in.readAllBytes(), TYPES.get(m.group(2))));
        }
    }
}
