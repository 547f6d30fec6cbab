"""Editors of single fields, made from the declarations."""
