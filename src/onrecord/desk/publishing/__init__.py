"""What leaves the house, and what is corrected afterwards."""
