"""One engine for every table in: dry run, report by line and field, all or partial, history."""
