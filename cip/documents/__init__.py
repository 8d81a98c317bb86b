"""Papers of CIP: one context for HTML and PDF, charts drawn by hand, fonts that are embedded."""
