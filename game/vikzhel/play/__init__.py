"""What a play-through does: state, engine, events, votes, runs."""
