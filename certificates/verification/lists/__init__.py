"""Numbers from an Excel or CSV list: read, checked at once, and handed back with an answer in every row."""
