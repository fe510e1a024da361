"""Figures of the weeks ahead: bookings, schedule, the gap list, open beds, the care guarantee."""

from pkslib.show.figures.outlook.bookings import operations, weeks
from pkslib.show.figures.outlook.region import free, region
from pkslib.show.figures.outlook.staffing import beds, cover, shifts, strip
from pkslib.show.figures.outlook.waiting import guarantee, guarantee_ahead

__all__ = [
    "beds",
    "cover",
    "free",
    "guarantee",
    "guarantee_ahead",
    "operations",
    "region",
    "shifts",
    "strip",
    "weeks",
]
