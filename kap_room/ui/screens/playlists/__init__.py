"""The playlists of a scene, written beside the library by keys alone."""
