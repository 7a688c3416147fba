"""One file a question type; types.py lists them."""
