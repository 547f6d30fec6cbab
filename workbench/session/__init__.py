"""One open library and the only path to change it."""
