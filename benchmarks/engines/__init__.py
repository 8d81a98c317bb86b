"""CIP and its peers behind one interface: each module offers `subject(*arguments)` for the worker."""
