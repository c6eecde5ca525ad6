"""What the API answered: kept for some days, so that a repeated request gets the first answer again."""

from django.conf import settings
from django.db import models


class IdempotentAnswer(models.Model):
    """
    The answer to a request that came with an Idempotency-Key, written in the transaction of what it did.

    The unique key is the guard: of two requests with one key only one can commit. Refusals are not kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    # SHA-256 of method, path and body: the same key with something else in it is a mistake of the asker.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    # As it was sent, byte for byte.
    body = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "idempotent answer"
        verbose_name_plural = "idempotent answers"
        constraints = [models.UniqueConstraint(name="one_answer_per_key", fields=["user", "key"])]

    def __str__(self):
        return f"{self.key}: {self.status}"
