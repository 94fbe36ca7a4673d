"""What runs say side by side: compared world by world, because worlds share their noise."""
