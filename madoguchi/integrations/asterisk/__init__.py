"""Asterisk, driven over ARI: where it comes from, how a private node runs, and the telephony driver."""
