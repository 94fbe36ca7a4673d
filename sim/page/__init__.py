"""A page that runs the model: its kernel, the arrays that travel with it, and the page itself."""
