"""Rules of the dimension."""
