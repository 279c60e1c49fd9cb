/// What is written with a published model: what it was made from, as JSON.
package org.solvens.training.manifest;
