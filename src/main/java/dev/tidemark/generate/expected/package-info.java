/**
 * Reads what the generator knows of each booking and of the ad spend, writes the Gold rows that must come of it. An
 * oracle: it shares no code with the job, and it never looks into a webhook's body. A further table is one more class
 * and one line in {@link dev.tidemark.generate.expected.ExpectedTables}.
 */
package dev.tidemark.generate.expected;
