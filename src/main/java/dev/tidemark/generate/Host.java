package dev.tidemark.generate;

import dev.tidemark.generate.expected.ExpectedHost;

/**
 * Somebody with whom meetings are booked.
 *
 * @param uri the user's URI
 */
record Host(String uri, String email, String name) {
    private static final String[] FIRST_NAMES = {"Mona", "Omar", "Zoe", "Ines", "Ravi", "Kai", "Lena", "Tom"};

    static Host of(int number) {
        String first = FIRST_NAMES[number % FIRST_NAMES.length];
        String suffix = number < FIRST_NAMES.length ? "" : String.valueOf(number / FIRST_NAMES.length + 1);
        Draw draw = new Draw(number, Draw.Purpose.IDENTITY, -1);
        return new Host(
                "https://api.calendly.com/users/" + Ids.uuid(draw.bits(), draw.bits()),
                first.toLowerCase(java.util.Locale.ROOT) + suffix + ".host@example.test",
                first + suffix + " Host");
    }

    /** The same user after half of the run: of each four one has another name then, and one another address. */
    Host later(int number) {
        return new Host(
                uri,
                number % 4 == 2 ? email.replace(".host@", "@") : email,
                number % 4 == 1 ? name.replace(" Host", " Newname") : name);
    }

    ExpectedHost expected() {
        return new ExpectedHost(uri.substring(uri.lastIndexOf('/') + 1), email, name);
    }
}
