"""Démarche: who said what on talks and sanctions, and what of it is new."""
