"""The check-up: path through the questions, scoring, recommendation, and the stored runs."""
