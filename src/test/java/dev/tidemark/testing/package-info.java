/** Reads lakes and generated folders as tests compare them, and starts the product as its users do. */
package dev.tidemark.testing;
