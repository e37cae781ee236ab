"""What the accounts of a demo share: one host, one password that everybody knows."""

PASSWORD = "musrenbang-contoh"  # noqa: S105 - for a demo on the loopback, printed at its start
HOST = "demo.example"
