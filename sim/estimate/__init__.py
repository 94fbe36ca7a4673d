"""Choice weights from recorded orders, and how well they tell who gets later ones."""
