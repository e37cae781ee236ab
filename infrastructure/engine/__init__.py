"""What Prometheus and its exporters need: configuration and targets."""
