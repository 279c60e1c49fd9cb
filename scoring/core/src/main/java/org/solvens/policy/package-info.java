/// Decisions: facts of a case in; segment, route and the rule that decided out. Law comes first, the creditor's
/// mandate second, the scores third.
@NullMarked
package org.solvens.policy;

import org.jspecify.annotations.NullMarked;
