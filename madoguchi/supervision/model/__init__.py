"""Pure rules: the figures of the day, who may be beside a talk, when an alert is up."""
