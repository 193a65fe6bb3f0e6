/**
 * Reads a replay folder and what our job made of it, writes the reference pipeline's numbers beside ours and the causes
 * of every difference. The reference's way of counting is made anew here, with all its faults; each step of a {@code
 * Waterfall} takes one fault away, until our Gold tables must be reached. Pure: no Flink, no tables opened.
 */
package dev.tidemark.shadow;
