"""A lesson's Markdown file: front matter, blocks, links, diagrams, and the HTML they become."""
