/** Measures whole runs on this machine: throughput against baselines of the same run, and freshness. */
package dev.tidemark.bench;
