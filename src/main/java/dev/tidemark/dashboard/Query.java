package dev.tidemark.dashboard;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The parameters of a request. */
final class Query {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    /** What a message repeats of a value at most. */
    private static final int QUOTED = 80;

    private final Map<String, List<String>> values;

    Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Refuses other parameters than these.
     *
     * @throws ApiException naming the unknown ones and the known ones
     */
    Query allow(String... known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(List.of(known));
        if (!unknown.isEmpty()) {
            throw ApiException.badRequest("unknown parameter "
                    + String.join(", ", unknown.stream().map(Query::quote).toList())
                    + (known.length == 0
                            ? "; this takes none"
                            : "; the parameters here are: " + String.join(", ", known)));
        }
        return this;
    }

    /** Names of all parameters. */
    Set<String> names() {
        return values.keySet();
    }

    /** All values of a parameter, each once. */
    Set<String> all(String name) {
        return new LinkedHashSet<>(values.getOrDefault(name, List.of()));
    }

    /**
     * The value of a parameter; empty if it is not given.
     *
     * @throws ApiException if it is given twice
     */
    Optional<String> one(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw ApiException.badRequest("the parameter " + name + " is given " + all.size() + " times; give it once");
        }
        return all.stream().findFirst();
    }

    /** A day as days since 1970-01-01. */
    Optional<Integer> day(String name) {
        return one(name).map(text -> {
            try {
                if (!DAY.matcher(text).matches()) {
                    throw new DateTimeException(text);
                }
                return (int) LocalDate.parse(text).toEpochDay();
            } catch (DateTimeException e) {
                throw ApiException.badRequest(
                        "the parameter " + name + " is " + quote(text) + "; write a day such as 2026-01-31");
            }
        });
    }

    /** A whole number between two bounds, both included. */
    int number(String name, int byDefault, int least, int greatest) {
        return one(name)
                .map(text -> {
                    try {
                        int n = Integer.parseInt(text);
                        if (n < least || n > greatest) {
                            throw new NumberFormatException();
                        }
                        return n;
                    } catch (NumberFormatException e) {
                        throw ApiException.badRequest("the parameter " + name + " is " + quote(text)
                                + "; write a whole number from " + least + " to " + greatest);
                    }
                })
                .orElse(byDefault);
    }

    /** A value as a message repeats it: cut, in quotes. */
    static String quote(String value) {
        int cut = Math.min(value.length(), QUOTED);
        return "'" + value.substring(0, cut) + (value.length() > cut ? "..." : "") + "'";
    }
}
