"""What ends together: an execution, or the branches of one Parallel or Map.

The emulator has no such thing: a stopped execution goes on with its branches, a failed branch waits for its siblings.
"""

import contextvars
import threading


class Ended(Exception):
    """Thrown in what still runs in a scope that has ended. Not an error of the state machine: nothing catches it."""


class Scope:
    def __init__(self, parent=None, role_arn=None):
        # Says what the state machine may do.
        self.role_arn = parent.role_arn if parent is not None else role_arn
        self._ended = threading.Event()
        self._children = []
        if parent is not None:
            parent._children.append(self)
            if parent.has_ended():
                self.end()

    def has_ended(self):
        return self._ended.is_set()

    def end(self):
        self._ended.set()
        for child in self._children:
            child.end()

    def check(self):
        if self.has_ended():
            raise Ended

    def sleep(self, seconds):
        if self._ended.wait(seconds):
            raise Ended


_current = contextvars.ContextVar("scope", default=None)


def current():
    """The scope of this thread; one that never ends when a state is run by itself (TestState)."""
    return _current.get() or Scope()


def in_scope(scope, work):
    """A function that does `work` within `scope`, on any thread, for the account and region of this one."""
    context = contextvars.copy_context()
    context.run(_current.set, scope)
    return lambda: context.run(work)
