"""Pictures of the program, drawn by itself: the README's, and a few that hold its colours in place.

``python tests/pictures`` draws all of them anew; look at what has changed before keeping it.
"""
