"""What a plan is, and every way it can change."""
