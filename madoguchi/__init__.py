"""Madoguchi (窓口): the contact centre."""

__version__ = "0.1.0"
