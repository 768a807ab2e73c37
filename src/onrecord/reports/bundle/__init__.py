"""A claim about an official travels with what it rests on, and whoever receives it needs to trust nobody."""
