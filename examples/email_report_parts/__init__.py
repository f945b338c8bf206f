"""What the main job is made of, in Python and in Node."""
