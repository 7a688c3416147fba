"""What Tab offers on the terminal's line."""
