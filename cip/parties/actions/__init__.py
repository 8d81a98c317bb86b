"""What can be done with people and parties: one use case a file."""
