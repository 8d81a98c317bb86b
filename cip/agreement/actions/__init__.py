"""What happens to joinings, attestations and committees, one use case a file."""
