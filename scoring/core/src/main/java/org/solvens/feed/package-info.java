/// The feed contract: feeds, fields, types, money.
@NullMarked
package org.solvens.feed;

import org.jspecify.annotations.NullMarked;
