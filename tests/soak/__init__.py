"""Long runs: what must hold after thousands of kills and calls. `python -m tests.soak --help`."""
