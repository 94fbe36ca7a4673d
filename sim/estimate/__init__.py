"""Choice weights from orders on record, and how well they tell who gets later ones."""
