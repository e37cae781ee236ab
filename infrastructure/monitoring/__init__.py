"""Watching what the inventory names: asking, states, causes, alerts. Above the domain."""
