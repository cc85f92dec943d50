"""From what a writer types to a query tree; knows no engine."""
