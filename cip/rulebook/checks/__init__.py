"""The stages after the shape: each reports all it finds, on what was sound before it."""
