package org.solvens.table;

/// A column of a table.
///
/// @param name in snake case
/// @param nullable whether a row may have no value
/// @param key whether it identifies a row, alone or with other columns
/// @param meaning a phrase for people
public record Column(String name, ColumnType type, boolean nullable, boolean key, String meaning) {}
