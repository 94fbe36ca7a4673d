"""Programs for whoever maintains this project; no command and no user needs them."""
