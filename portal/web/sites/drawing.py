"""The map of the country with markers, drawn on the server: degrees become places on the outlines that pages load.

The outlines (static/vendor/svg-maps/south-korea.svg, 524 by 631 units) say nothing about their projection. Fitted by least
squares to the outermost points of eight provinces and of Ulleungdo it is a Mercator map with 94.2 units to the degree; a
marker is at most 3.5 km off (tests/web/test_sites_map.py measures it), which is less than the outlines are simplified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import degrees, log, pi, radians, tan

from portal.foundation.i18n import _l
from portal.sites.models import Site

ACROSS, LEFT_EDGE = 94.2405, 125.36283  # units to a degree of longitude; the longitude of the left edge
DOWN, EQUATOR = 93.9197, 3940.0452  # units to a Mercator degree; how far below the upper edge the equator would be
CITIES_SPAN, SITES_SPAN, MARGIN = 160.0, 16.0, 1.3  # units shown at least; how much more than the markers need

# As the paths are called in the file, with the middle of each.
PROVINCES = (
    ("seoul", _l("Seoul"), 153.6, 128.8), ("incheon", _l("Incheon"), 123.7, 133.5), ("gyeonggi", _l("Gyeonggi"), 185, 155),
    ("gangwon", _l("Gangwon"), 275.8, 108.7), ("north-chungcheong", _l("Chungbuk"), 231.6, 226.3),
    ("south-chungcheong", _l("Chungnam"), 139.1, 249.1), ("sejong", _l("Sejong"), 176.8, 249.9),
    ("daejeon", _l("Daejeon"), 191.6, 273.7), ("north-jeolla", _l("Jeonbuk"), 168.4, 345.4),
    ("south-jeolla", _l("Jeonnam"), 150.2, 445), ("gwangju", _l("Gwangju"), 140.4, 408.1),
    ("north-gyeongsang", _l("Gyeongbuk"), 317.6, 273.1), ("south-gyeongsang", _l("Gyeongnam"), 272.3, 385.2),
    ("daegu", _l("Daegu"), 300.7, 334.6), ("ulsan", _l("Ulsan"), 363.6, 365), ("busan", _l("Busan"), 348.3, 402.4),
    ("jeju", _l("Jeju"), 110.9, 608.9),
)


@dataclass(frozen=True)
class Pin:
    """One marker: where it is drawn, and the sites that stand under it."""

    x: float
    y: float
    sites: Sequence[Site]


@dataclass(frozen=True)
class Picture:
    """What is drawn: the corner and the side of the square that is shown, and the markers, numbered from one."""

    left: float
    top: float
    side: float
    pins: Sequence[Pin]
    by_city: bool


def place_of(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a position (degrees, WGS 84) lies on the outlines, in their units."""
    north = degrees(log(tan(pi / 4 + radians(latitude) / 2)))
    return round(ACROSS * (longitude - LEFT_EDGE), 2), round(EQUATOR - DOWN * north, 2)


def picture_of(sites: Sequence[Site]) -> Picture | None:
    """The map of these sites, all of which have a position: a marker for each, or for each municipality where there are
    several. None without sites."""
    if not sites:
        return None
    cities: dict[int, list[Site]] = {}
    for site in sites:
        cities.setdefault(site.municipality_id, []).append(site)
    by_city = len(cities) > 1
    pins = [_pin(group) for group in (cities.values() if by_city else [[site] for site in sites])]
    xs, ys = [pin.x for pin in pins], [pin.y for pin in pins]
    needed = max(max(xs) - min(xs), max(ys) - min(ys)) * MARGIN
    side = round(max(needed, CITIES_SPAN if by_city else SITES_SPAN), 2)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Picture(round(middle[0] - side / 2, 2), round(middle[1] - side / 2, 2), side, pins, by_city)


def _pin(group: Sequence[Site]) -> Pin:
    """In the middle of its sites."""
    places = [place_of(site.latitude or 0, site.longitude or 0) for site in group]
    return Pin(*(round(sum(values) / len(values), 2) for values in zip(*places, strict=True)), group)
