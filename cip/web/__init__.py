"""Pages of CIP: Flask, one blueprint per audience, no scripts.

Only this package knows Flask; for everything else it asks reads and actions.
"""
