"""Measurements: ``python -m tests.bench`` prints figures and ratios; nothing here passes or fails."""
