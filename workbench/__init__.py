"""Top-Level Design Workbench: keeps city plans, checks them before they are signed, writes documents."""

__version__ = "0.1.0"
