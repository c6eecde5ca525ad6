"""How numbers and days are written, where Django's own way does not suit the house."""
