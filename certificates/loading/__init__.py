"""A whole file of programmes, people, attendance and certificates comes in through this room, or nothing of it."""
