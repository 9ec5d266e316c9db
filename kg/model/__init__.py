"""The recognizer: a character tagger with lexicon features; `kg.model.training` trains it."""

from kg.model.tagger import Span, Tagger, default_tagger

__all__ = ["Span", "Tagger", "default_tagger"]
