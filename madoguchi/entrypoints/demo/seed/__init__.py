"""The demonstration company: みなと電機 (Minato Electric), its people, 2,000 customers and a year of contacts.

Made by a seeded generator: the same installation day gives the same company. Written in a few seconds, because the past
is written in bulk; what a door can do in the present (tenant, people, queues) goes through the doors.
"""

from madoguchi.entrypoints.demo.seed.building import PASSWORD, SIGN_INS, seed

__all__ = ["PASSWORD", "SIGN_INS", "seed"]
