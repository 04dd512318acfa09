"""Files a person writes and music on disk become plan values; nothing has a clock."""
