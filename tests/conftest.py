"""Settings for all tests."""

import os

from hypothesis import settings

# The first call of a compiled function takes as long as its compilation. Where it is decided what
# lands, the same examples come every time; elsewhere new ones are looked for.
settings.register_profile(
    "compiled", deadline=None, derandomize=os.environ.get("SIM_SAME_EXAMPLES") == "1"
)
settings.load_profile("compiled")
