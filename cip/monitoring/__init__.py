"""What a public programme was to reach and what was reached: indicators, evidence, timetable, money, open data."""
