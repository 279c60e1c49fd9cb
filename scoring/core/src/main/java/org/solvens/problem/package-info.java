/// Problems that are shown to users: code, cause and remedy.
@NullMarked
package org.solvens.problem;

import org.jspecify.annotations.NullMarked;
