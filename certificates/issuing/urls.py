"""Addresses of the register: the office's, the holder's, the chamber's."""

urlpatterns: list = []
