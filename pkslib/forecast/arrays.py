"""Names for the kinds of array the engine passes around."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Names = NDArray[np.object_]
Days = NDArray[np.datetime64]
