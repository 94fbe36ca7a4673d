"""A YAML file in which every value knows its place, and the types that its values may have."""
