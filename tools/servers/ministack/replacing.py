"""How a part of ministack is replaced."""

import functools


def replaces(module, name):
    """Puts the decorated function in the place of `module.name`, which it is given as its first argument.

    A part that is not there is an error: a gap that silently stays open would make a test lie.
    """
    original = getattr(module, name)

    def decorate(replacement):
        @functools.wraps(original)
        def bound(*arguments, **options):
            return replacement(original, *arguments, **options)

        setattr(module, name, bound)
        return replacement

    return decorate


def replace_text(text, old, new):
    """`text` with `old`, which must occur exactly once, replaced by `new`."""
    if text.count(old) != 1:
        raise RuntimeError(f"Expected one occurrence, found {text.count(old)}: {old[:80]}")
    return text.replace(old, new)
