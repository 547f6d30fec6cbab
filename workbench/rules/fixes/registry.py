"""All fixes; importing this module registers them."""

from __future__ import annotations

from workbench.rules.fixes import executable

__all__ = ["executable"]
