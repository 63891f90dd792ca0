"""What a user holds: the catalog, and handles to what is in it."""
