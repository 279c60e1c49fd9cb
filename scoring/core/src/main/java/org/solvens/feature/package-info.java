/// Features: each is defined once, as a value that carries its meaning and a pure function of a case's history at
/// an as-of date. A family of features is one file, such as {@link org.solvens.feature.PaymentFeatures}: its
/// definitions, and what it counts in one pass over the records of a case or a debtor.
@NullMarked
package org.solvens.feature;

import org.jspecify.annotations.NullMarked;
