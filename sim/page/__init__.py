"""The page that runs the model: one HTML file with the engine, its data, and all that people see."""
