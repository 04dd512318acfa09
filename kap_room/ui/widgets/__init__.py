"""Parts of a screen: each is handed its part of a snapshot and draws it in words."""
