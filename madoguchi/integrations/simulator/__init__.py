"""The simulated line: a labelled fake behind the port of the real switch, for machines that cannot have one."""
