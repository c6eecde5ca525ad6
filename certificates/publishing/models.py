"""What was signed for the public and is handed out as it stands."""

from django.db import models


class StatusList(models.Model):
    """
    A signed status list, letter for letter. `basis` (hex) changes with its bits, its key and its day, and so tells
    whether it must be signed anew; `version` counts up with each signing.
    """

    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=20)
    text = models.TextField()
    basis = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_list_per_purpose", fields=["number", "purpose"])]

    def __str__(self):
        return f"{self.purpose} {self.number}"
