/// Ingests feeds into the lake: finds and reads files, checks rows against the contract, appends accepted rows
/// to the feed's Delta table and puts refused rows into quarantine.
@NullMarked
package org.solvens.ingest;

import org.jspecify.annotations.NullMarked;
