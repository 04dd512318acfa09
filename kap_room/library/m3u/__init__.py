"""M3U and M3U8: playlists as other players write and read them."""
