/**
 * Checks a lake against itself: recomputes Gold from Bronze, and traces a Gold row back to what it is made of. Works on
 * the tables alone, without the job.
 */
package dev.tidemark.audit;
