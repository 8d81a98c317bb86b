"""What is written of a programme, one use case a file."""
