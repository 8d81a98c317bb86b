"""One use case a file: the only place that writes."""
