"""Who acts, what they may do, and the one door through which every object is loaded."""
