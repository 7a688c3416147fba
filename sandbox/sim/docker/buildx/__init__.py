"""docker buildx: builds with BuildKit, and what it keeps."""
