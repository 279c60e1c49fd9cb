/// Feeds into the lake: files found and read, rows held against the contract, what is good appended to the
/// feed's Delta table, what is not put into quarantine.
package org.solvens.ingest;
