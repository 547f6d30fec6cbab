"""Top-Level Design Workbench: keeps city plans, checks them before they are signed, writes documents."""

__version__ = "0.2.0"
