/// Settings files in a strict subset of YAML.
@NullMarked
package org.solvens.config;

import org.jspecify.annotations.NullMarked;
