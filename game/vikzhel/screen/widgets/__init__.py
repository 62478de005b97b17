"""One file a widget; each is built once and updated in place."""
