"""The author's desk: a scene played while it is being written, what the rules did there, and the packs that were found."""
