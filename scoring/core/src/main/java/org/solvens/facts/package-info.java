/// The facts: what was known of a debtor before an instant, turned once into the state of each case.
///
/// {@link org.solvens.facts.DebtorView} gathers the records, {@link org.solvens.facts.Entries} settles
/// payments against their reversals, {@link org.solvens.facts.CaseView} replays a case in the order in which
/// things happened, and {@link org.solvens.facts.Agreement} gives the state of an arrangement. Features,
/// policy facts, outcomes, reports and the API read only these; a test keeps second definitions out.
@NullMarked
package org.solvens.facts;

import org.jspecify.annotations.NullMarked;
