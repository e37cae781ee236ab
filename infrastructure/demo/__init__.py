"""An example city's network. Every name says that it is an example; nothing of it is known."""
