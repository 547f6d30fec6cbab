"""The way of window and command line to examining library files, and to repairing them into new ones."""

from __future__ import annotations

from workbench.store.doctor import AREAS, Diagnosis, Fault, diagnose
from workbench.store.salvage import Salvage, repair

__all__ = ["AREAS", "Diagnosis", "Fault", "Salvage", "diagnose", "repair"]
