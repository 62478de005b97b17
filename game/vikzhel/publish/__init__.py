"""What is published of a story: its map in pictures and words, and the teacher's atlas."""
