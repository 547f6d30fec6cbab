"""The library file: reads it, appends changes, backs it up, checks and salvages it."""
