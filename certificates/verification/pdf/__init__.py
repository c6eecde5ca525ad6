"""Whether a PDF is one of ours and unchanged: looked at in a process of its own, answered from the register."""
