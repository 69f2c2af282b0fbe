"""Gives up root, ties its life to the process that started it, and becomes the server.

Run as a script, before the server: only here is it certain that the death signal is set after the change of user,
which would clear it. It imports nothing of the project, because the interpreter runs it without site-packages.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(numbers: list[str], command: list[str]) -> None:
    """Become `command`. The numbers: parent, death signal (0 sets none), uid (-1 keeps the present user), gid."""
    parent, death_signal, uid, gid = map(int, numbers)
    # A job in the background of a shell ignores Ctrl-C; the server has to hear its stop signal all the same.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.umask(0o077)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if death_signal and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the death signal could not be set")
    if os.getppid() != parent:  # it died before the signal was set
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:5], sys.argv[5:])
