"""Agendas in the making and their documents."""
