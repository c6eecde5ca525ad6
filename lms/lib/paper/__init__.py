"""What printed papers share: our fonts, the press that prints one at a time, the metadata of a PDF for decades."""
