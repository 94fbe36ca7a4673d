"""Choices in words, tables and plots: waterfalls, decisive reasons, the story of a world."""
