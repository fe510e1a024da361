"""The kinds of error a user can meet, one base and few children.

Each kind carries the exit status that the command line ends with, so that a script around
``pks`` can tell a fault in the data from a full disk.
"""


class PksError(Exception):
    """Something the user can act on; the message says where it is and what to do.

    Attributes
    ----------
    exit_status : int
        Exit status of the command line when this error ends it.
    """

    exit_status = 1


class InputError(PksError):
    """A fault in data, parameters or settings; nothing has been computed."""

    exit_status = 2


class RegionError(PksError):
    """One or more regions failed while the others were done."""

    exit_status = 3


class BusyError(PksError):
    """Another run holds the output folder."""

    exit_status = 4


class EnvironmentFault(PksError):
    """The machine stopped the work: disk, rights, kernel."""

    exit_status = 5
