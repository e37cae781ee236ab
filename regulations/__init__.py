"""The registry that binds each government application to its regulation: "one application, one Perwali"."""
