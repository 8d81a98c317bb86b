"""Pages of CIP: Flask, one blueprint per audience, no scripts. Only this package knows Flask; it asks reads and actions for everything."""
