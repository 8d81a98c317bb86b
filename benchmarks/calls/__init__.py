"""A call of an office and the invented firms that apply to it, made through the actions of the house."""
