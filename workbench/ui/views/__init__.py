"""The parts of the window, each made of models and editors."""
