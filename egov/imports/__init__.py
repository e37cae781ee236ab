"""One engine for every table in and out: dry run, report by line and field, all or partial, history kept."""
