/// A simulator of debtors whose true willingness and ability are known.
///
/// It writes the ten feeds of the contract and, apart from them, the truth. It knows neither the
/// features nor the policy that it is there to judge: it depends on the feed contract alone.
package org.solvens.simulation;
