package dev.tidemark.contract;

/**
 * A fact that Gold tables are made of, such as a booking as it stands. When a fact changes, the old one is taken back
 * and the new one added, so that a Gold number is at all times the sum over the facts that hold.
 */
public interface GoldFact {}
