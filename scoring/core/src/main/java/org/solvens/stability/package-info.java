/// Whether a population has changed: shares by bin, their stability index, and how much of it chance makes.
package org.solvens.stability;
