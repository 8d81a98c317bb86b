"""The incentive: calls, eligibility, State aid, grid, ranking and allocation."""
