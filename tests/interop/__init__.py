"""Servers of other people, each in a virtual environment of its own, with fixed replies: `make interop`."""
