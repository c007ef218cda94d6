"""Demo phones and the simulated centre: they use only the API and SIP, as an outsider would."""
