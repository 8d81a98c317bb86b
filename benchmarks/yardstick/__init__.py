"""A made-up rule pack of 199 rules, its data and its meaning. Plain Python: every environment can import it."""
