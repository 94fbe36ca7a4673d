"""What people read, a folder for each product: data to figures, tables and words."""
