"""What was played: the store of runs."""
