"""What the public is told of a disturbance, by the editor."""
