"""The 5×5 letters and digits: the toy that every docstring uses."""

from collections.abc import Iterable

from hopfield.errors import PatternError
from hopfield.patterns.packed import Patterns

__all__ = ["letters"]

# A '#' is +1. T, C and H are those of the exact atlas; every glyph differs from every other.
_ROWS = {
    "A": ".###. #...# ##### #...# #...#",
    "B": "####. #...# ####. #...# ####.",
    "C": "##### #.... #.... #.... #####",
    "D": "####. #...# #...# #...# ####.",
    "E": "##### #.... ####. #.... #####",
    "F": "##### #.... ####. #.... #....",
    "G": "##### #.... #..## #...# #####",
    "H": "#...# #...# ##### #...# #...#",
    "I": "##### ..#.. ..#.. ..#.. #####",
    "J": "..### ....# ....# #...# .###.",
    "K": "#...# #..#. ###.. #..#. #...#",
    "L": "#.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".###. #...# #...# #...# .###.",
    "P": "####. #...# ####. #.... #....",
    "Q": ".###. #...# #.#.# #..#. .##.#",
    "R": "####. #...# ####. #..#. #...#",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
    "0": ".###. #..## #.#.# ##..# .###.",
    "1": "..#.. .##.. ..#.. ..#.. .###.",
    "2": "####. ....# .###. #.... #####",
    "3": "####. ....# .###. ....# ####.",
    "4": "#..#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ####.",
    "6": ".###. #.... ####. #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#..",
    "8": ".###. #...# .###. #...# .###.",
    "9": ".###. #...# .#### ....# .###.",
}


def letters(text: Iterable[str]) -> Patterns:
    """Return the letters of a text as 5×5 patterns, ink +1 and paper -1.

    Parameters
    ----------
    text : str
        letters A to Z (small ones are read as capitals) and digits; white space is left out

    Returns
    -------
    Patterns
        one a letter, n = 25, labelled by the letter, shape (5, 5)

    Raises
    ------
    PatternError
        for a character that has no glyph, or no character at all

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> for row in xi[0].reshape(5, 5):
    ...     print("".join(".#"[int(s > 0)] for s in row))
    #####
    ..#..
    ..#..
    ..#..
    ..#..
    """
    wanted = [letter.upper() for letter in text if not letter.isspace()]
    strangers = sorted({letter for letter in wanted if letter not in _ROWS})
    if strangers or not wanted:
        given = f"no glyph for {', '.join(strangers)}" if strangers else "no letter in the text"
        message = f"{given}; there are A to Z and 0 to 9"
        raise PatternError(message)
    drawn = [[mark == "#" for row in _ROWS[letter].split() for mark in row] for letter in wanted]
    return Patterns.from_bits(drawn, labels=wanted, shape=(5, 5))
