"""`python -m madoguchi` is the command line."""

import sys

from madoguchi.entrypoints.cli import main

sys.exit(main())
