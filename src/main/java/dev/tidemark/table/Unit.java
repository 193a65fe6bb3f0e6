package dev.tidemark.table;

import java.util.Locale;

/** What the numbers of a column count, so that they can be shown to people as they are used to. */
public enum Unit {
    /** No number, or one that is only a name. */
    NONE,
    /** So many things; an average of counts too. */
    COUNT,
    /** Money of the one reporting currency. */
    MONEY,
    /** A part of a whole, 0 to 1: people read it as percent. */
    SHARE,
    /** A change against before, 0.25 = a quarter more: people read it as percent with a sign. */
    CHANGE,
    /** So many times as much, 1 = the same. */
    RATIO,
    /** Minutes. */
    MINUTES,
    /** A place in an order, 1 = the first. */
    RANK;

    /** The unit as data interfaces and the command line write it: {@code count}, {@code money}, ... */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
