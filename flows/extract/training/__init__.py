"""How the tagger was trained; needs requirements-train.in, and nothing at run time imports it."""
