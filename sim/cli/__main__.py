"""``python -m sim.cli`` is the command ``sim``."""

import sys

from sim.cli.command import main

sys.exit(main())
