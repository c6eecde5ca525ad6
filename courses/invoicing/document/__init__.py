"""The paper: a stored invoice in, its PDF with the data inside and the data alone out."""
