"""The plain mode: append-only, numbered, for screen readers, pipes and scripts."""
