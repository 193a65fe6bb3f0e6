/**
 * What all domains share on the way to Silver: failures of a record and the quarantine they lead to.
 */
package dev.tidemark.silver;
