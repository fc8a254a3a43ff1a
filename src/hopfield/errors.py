"""What can go wrong, by name: every error and warning that the library raises itself."""

__all__ = [
    "DependenceWarning",
    "EngineError",
    "FitError",
    "HopfieldError",
    "LoadWarning",
    "NoEnergyError",
    "ParameterError",
    "PatternError",
    "PictureError",
    "PictureWarning",
    "ScaleWarning",
    "ShapeError",
    "SizeError",
    "StoreError",
]


class HopfieldError(Exception):
    """The ancestor of every error raised by this library."""


class PatternError(HopfieldError, ValueError):
    """Values that are not -1 and +1 (or 0 for unknown, where that is allowed)."""


class ShapeError(HopfieldError, ValueError):
    """An array whose shape does not fit the network or the patterns."""


class ParameterError(HopfieldError, ValueError):
    """A number or a word outside the range that makes sense."""


class FitError(ParameterError):
    """Parts that are sound and do not go together: a dynamics, units, a coupling; the message says what does."""


class SizeError(HopfieldError, MemoryError):
    """Something that needs more memory than there is, said before it is allocated."""


class NoEnergyError(HopfieldError, TypeError):
    """An energy was asked of a coupling that has none: J is not symmetric."""


class PictureError(HopfieldError, ValueError):
    """A picture that can't be read, or that can't be stored with the others."""


class StoreError(HopfieldError):
    """A store of results that belongs to another run, is in use, is unfinished, or has no room left."""


class EngineError(HopfieldError):
    """What was to compute a run's cells cannot: no scheduler answers, or a worker died."""


class LoadWarning(UserWarning):
    """More patterns than the rule can hold: legal, and probably not meant."""


class DependenceWarning(UserWarning):
    """Patterns that repeat, or that are combinations of the others."""


class ScaleWarning(UserWarning):
    """Real patterns so long, or of such different lengths, that numbers overflow or one pattern drowns the rest."""


class PictureWarning(UserWarning):
    """A picture was skipped or changed on the way in."""
