"""The rows of the budgets: each module offers `report()`."""
