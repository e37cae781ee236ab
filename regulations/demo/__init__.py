"""The registry's examples: regulations and applications of the project's own words.

Plainly labelled *contoh*, with numbers that no real act bears; only in a demo.
"""
