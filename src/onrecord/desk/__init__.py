"""The desk is the web app in which a team prepares a visit and reviews what came of it; the record stays below it."""
