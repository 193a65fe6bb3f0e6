/**
 * Reads facts' contributions, writes rows of Gold tables: sums them locally, then per group in keyed state, and renders
 * the groups that changed at every checkpoint.
 */
package dev.tidemark.gold;
