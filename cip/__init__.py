"""CIP, "Conciliazione In Pratica": check-up, measures and incentives for work-life balance in small firms."""

__version__ = "0.1.0"
