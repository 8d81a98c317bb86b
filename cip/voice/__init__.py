"""The workers' voice: a survey that stays anonymous in a firm of four, and what may be published of it."""
