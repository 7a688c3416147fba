"""Course packages: reading them from a folder or a zip, checking them whole, importing them."""
