"""Names from a list: read from a file, shown with each row's fate before anything is written, then named in one act."""
