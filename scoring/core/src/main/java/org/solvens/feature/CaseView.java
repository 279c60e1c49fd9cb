package org.solvens.feature;

/// What was known of one case, and of its debtor, before an as-of instant.
public final class CaseView {}
