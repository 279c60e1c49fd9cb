/// Decisions: facts of a case in; segment, route and the rule that decided out. Law comes first, the creditor's
/// mandate second, the scores third.
package org.solvens.policy;
