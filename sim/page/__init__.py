"""A page that runs the model: the kernel, its data, and all that people see."""
