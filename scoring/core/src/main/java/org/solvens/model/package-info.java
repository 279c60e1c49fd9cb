/// Portable models: plain data, a file that verifies itself, and scoring over plain arrays.
package org.solvens.model;
