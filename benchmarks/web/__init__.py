"""The site as a visitor meets it: a server of its own, forms filled in over the wire."""
