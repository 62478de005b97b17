"""What a story can do: the quotient, the explorer, verdicts and odds."""
