"""The supervisor's desk: how everything stands, being beside a talk, calling attention, moving people.

Rooms above react to its facts; nothing is commanded through this door.
"""
