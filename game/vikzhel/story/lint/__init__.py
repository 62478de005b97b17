"""What ``check`` remarks on in a pack that can be played; ``checks.py`` lists every check there is."""
