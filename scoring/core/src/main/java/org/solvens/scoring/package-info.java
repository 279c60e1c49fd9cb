/// From what is known of a case to its scores and its decision: the one way that batch and real time share.
package org.solvens.scoring;
