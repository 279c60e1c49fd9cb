/// What commands share: options, exit codes, progress, problems on a terminal.
@NullMarked
package org.solvens.command;

import org.jspecify.annotations.NullMarked;
