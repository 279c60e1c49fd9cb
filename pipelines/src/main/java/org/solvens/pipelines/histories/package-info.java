/// One row a debtor: everything known of it in time order, kept up to date from the feeds.
@NullMarked
package org.solvens.pipelines.histories;

import org.jspecify.annotations.NullMarked;
