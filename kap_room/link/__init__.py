"""How the processes of one room find and tell one another, and nothing about why."""
