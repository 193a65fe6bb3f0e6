/**
 * Reads a seed and a few shares, writes Calendly webhooks and ad spend as they come in real life, and the Gold rows
 * that must come of them. The same options give the same deliveries, byte for byte, on any machine. Two doors: {@link
 * dev.tidemark.generate.ReplayFolderWriter} for a replay folder, {@link dev.tidemark.generate.Traffic} for sending the
 * deliveries one by one.
 */
package dev.tidemark.generate;
