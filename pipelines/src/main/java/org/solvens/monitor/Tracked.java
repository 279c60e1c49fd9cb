package org.solvens.monitor;

import java.io.Serializable;
import org.solvens.feature.Axis;

/// A model that monitoring scores again.
///
/// @param champion false for a challenger
/// @param file from the registry
public record Tracked(Axis axis, boolean champion, String id, byte[] file) implements Serializable {}
