"""The registry that binds each government application to its regulation.

"One application, one Perwali".
"""
