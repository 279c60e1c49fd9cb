/// What is written with a published model: what it was made from, as JSON.
@NullMarked
package org.solvens.training.manifest;

import org.jspecify.annotations.NullMarked;
