/** How Amazon S3, or a store that speaks its language, is reached: settings and the client made of them. */
package dev.tidemark.s3;
