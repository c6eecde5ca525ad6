"""Pages of the register: the office's, the holder's, the chamber's, and the stored PDF."""
