"""The yardstick of the benchmarks; nothing here is timed."""
