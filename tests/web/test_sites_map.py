"""The map of sites: how far markers are off, what is drawn, what is said in words, and which host pictures may come from."""

import re
import xml.etree.ElementTree as ET
from math import cos, radians

import pytest

from config import ROOT
from portal.web.security import host_of_tiles
from portal.web.sites.drawing import PROVINCES, place_of
from tests import builders as b
from tests.client import words_of

OUTLINES = ROOT / "static" / "vendor" / "svg-maps" / "south-korea.svg"
KM_PER_DEGREE = 111.2
# The outermost points of provinces in degrees: west, east, north, south.
KNOWN = {
    "seoul": (126.764, 127.184, 37.701, 37.428), "daejeon": (127.246, 127.559, 36.500, 36.183),
    "daegu": (128.350, 128.765, 36.015, 35.606), "jeju": (126.150, 126.943, 33.563, 33.193),
    "ulsan": (128.968, 129.463, 35.724, 35.320), "gwangju": (126.644, 127.022, 35.258, 35.050),
    "gangwon": (127.085, 129.361, 38.613, 37.033),
}
INSIDE = {"seoul": (37.5079, 127.0606), "gyeonggi": (37.3219, 126.9894), "south-chungcheong": (36.8101, 127.1466),
          "busan": (35.18, 129.08), "jeju": (33.38, 126.55), "gangwon": (37.75, 128.88), "daejeon": (36.35, 127.385)}


def rings(province):
    """The closed lines of a province, in units of the file; the file only knows relative lines."""
    path = next(node.get("d") for node in ET.parse(OUTLINES).getroot() if node.get("id") == province)
    found, x, y = [], 0.0, 0.0
    for part in path.split("z"):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", part)]
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        if ring:
            found.append(ring)
            x, y = ring[0]
    return found


def largest(province):
    return max(rings(province), key=len)


def is_inside(ring, x, y):
    crossings = 0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        crossings += (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
    return crossings % 2 == 1


@pytest.mark.parametrize("province", KNOWN)
def test_a_marker_is_at_most_three_and_a_half_kilometers_off(province):
    west, east, north, south = KNOWN[province]
    xs, ys = zip(*largest(province), strict=True)
    middle = (north + south) / 2
    km = KM_PER_DEGREE * cos(radians(middle)) / 94.24
    for longitude, x in ((west, min(xs)), (east, max(xs))):
        assert abs(place_of(middle, longitude)[0] - x) * km < 3.5
    for latitude, y in ((north, min(ys)), (south, max(ys))):
        assert abs(place_of(latitude, west)[1] - y) * km < 3.5


@pytest.mark.parametrize("province", INSIDE)
def test_a_place_lies_in_its_province(province):
    x, y = place_of(*INSIDE[province])
    assert is_inside(largest(province), x, y)


def test_every_province_is_in_the_file():
    there = {node.get("id") for node in ET.parse(OUTLINES).getroot()}
    assert {name for name, _label, _x, _y in PROVINCES} == there


def test_several_municipalities_are_markers_that_lead_to_their_sites(visitor):
    near, far = b.a_municipality("가온시(가상)"), b.a_municipality("누리시(가상)")
    for n in range(3):
        b.a_site(near, f"NEAR-{n}", latitude=37.5 + n / 100, longitude=127.0)
    b.a_site(far, "FAR", latitude=35.2, longitude=129.0)
    b.a_site(far, "NOWHERE")
    answer = visitor.get("/sites?view=map&power=1")
    assert answer.text.count("<circle") == 2
    assert "지도에 실증장소 4곳이 있습니다. 찾아갈 위치가 없는 1곳은" in words_of(answer)
    inside = visitor.get(f"/sites?view=map&municipality={near.code}").text
    assert inside.count("<circle") == 3 and 'href="/sites/NEAR-2"' in inside and "FAR" not in inside


def test_a_map_without_sites_leads_to_the_list(visitor):
    b.a_site(b.a_municipality(), "NOWHERE")
    assert "지도에 표시할 곳이 없습니다" in words_of(visitor.get("/sites?view=map"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_map_reads_a_constant_number_of_statements(visitor, statements, rows):
    here = b.a_municipality()
    for n in range(rows):
        b.a_site(here, f"S-{n:02}", latitude=37.5, longitude=127.0 + n / 1000)
    visitor.get("/sites?view=map")
    statements.clear()
    assert visitor.get("/sites?view=map").status_code == 200
    assert len(statements) == 3


def test_only_the_host_of_the_map_service_may_send_pictures(visitor, app):
    b.a_site(b.a_municipality(), latitude=37.5, longitude=127.0)
    plain = visitor.get("/sites?view=map")
    assert "img-src 'self' data:;" in plain.headers["Content-Security-Policy"] and "leaflet" not in plain.text
    app.config["MAP_TILES_URL"] = "https://tiles.city.example/{z}/{x}/{y}.png"
    try:
        answer = visitor.get("/sites?view=map")
    finally:
        app.config["MAP_TILES_URL"] = ""
    assert "img-src 'self' data: https://tiles.city.example;" in answer.headers["Content-Security-Policy"]
    assert 'data-tiles="https://tiles.city.example/{z}/{x}/{y}.png"' in answer.text and "js/map.js" in answer.text


@pytest.mark.parametrize("address", ["tiles.city.example/{z}", "https://{s}.city.example/{z}", "https://a.example; script-src *",
                                     "javascript:alert(1)", "https:///{z}"])
def test_a_map_service_without_one_fixed_host_stops_the_portal_at_its_start(address):
    with pytest.raises(ValueError, match="MAP_TILES_URL"):
        host_of_tiles(address)
