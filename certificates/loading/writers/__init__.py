"""One writer per room: rows of the file become rows of its tables."""
