/// Published models, and which of them serves each axis.
package org.solvens.registry;
