/// What a policy would have brought, estimated from decisions that another policy took.
@NullMarked
package org.solvens.training.offpolicy;

import org.jspecify.annotations.NullMarked;
