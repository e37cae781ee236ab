"""The verbs of e-Musrenbang and what they think with, a file an activity."""
