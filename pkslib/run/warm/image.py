"""All that kernels and workers import, imported: what Python's own fork server is given to load.

Workers are forks of that server, and kernels forks of those, so that this is in memory once however
many they are.
"""

import gc
import signal
import sys

from pkslib.run.warm import preload

# Where kernels look for modules, without the folder that this was started in; a kernel puts its
# own there, and a worker is given the run's list.
PATH = tuple(filter(None, sys.path))
EDITION = preload.edition()

# Ctrl-C ends this without a word, as the run has one for it.
_before = signal.signal(signal.SIGINT, signal.SIG_DFL)
sys.path[:] = PATH
preload.for_kernels()
preload.for_workers()
# What is imported stays: forks need neither look through it nor copy its pages.
gc.collect()
gc.freeze()
signal.signal(signal.SIGINT, _before)
