"""How are types checked while the tests run? (named by --jaxtyping-packages in pyproject.toml)."""

from beartype import BeartypeConf, beartype

# An int is welcome where a float is asked for, as every type checker holds: temperature=1.
check = beartype(conf=BeartypeConf(is_pep484_tower=True))
