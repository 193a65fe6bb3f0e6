/**
 * How our types are written into Flink's state and onto its network: by hand, as versioned bytes. Kryo is off, so every
 * type says itself what it looks like, and an older release's bytes stay readable.
 */
package dev.tidemark.state;
