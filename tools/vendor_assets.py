"""Copies the third-party files our pages load from node_modules/ into static/vendor/, and refuses any that reach outside it.

Why copy: a page must never load from another host (city networks block them, and our content security policy forbids it), and
node_modules/ holds 217 MB of which pages need about 7. Nothing is rewritten on the way:

- krds-uiux: `css/component/output.css` is the one build whose pictures all resolve locally (`cdn/krds.min.css` loads them
  from another host, `component.css` points at a folder that is not in the package). It imports
  `../../css/token/krds_tokens.css`, so the folders of the package are kept as they are. Its own font files lack 8,392 of
  11,172 Hangul syllables and are left behind.
- @svg-maps/south-korea: the outlines of the provinces, one path each, drawn under the markers of sites (CC BY 4.0, said there).
- leaflet: only loaded where an operator has set MAP_TILES_URL.
- pretendard-gov: the variable font in 120 slices, of which a page fetches about ten; its family is "Pretendard GOV Variable".
  Two whole fonts besides, for documents that the portal makes (portal/foundation/printing.py).
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

KRDS = "krds-uiux/resources"
PRETENDARD = "pretendard-gov/dist"
FONT = f"{PRETENDARD}/web/variable"

# (in node_modules, in static/vendor); a folder is copied whole.
COPIES = [
    (f"{KRDS}/css/component/output.css", "krds/css/component/output.css"),
    (f"{KRDS}/css/token", "krds/css/token"),
    (f"{KRDS}/img/component/icon", "krds/img/component/icon"),
    (f"{FONT}/pretendardvariable-gov-dynamic-subset.css", "pretendard-gov/pretendardvariable-gov-dynamic-subset.css"),
    (f"{FONT}/woff2-dynamic-subset", "pretendard-gov/woff2-dynamic-subset"),
    (f"{PRETENDARD}/public/static/PretendardGOV-Regular.otf", "pretendard-gov/otf/PretendardGOV-Regular.otf"),
    (f"{PRETENDARD}/public/static/PretendardGOV-Bold.otf", "pretendard-gov/otf/PretendardGOV-Bold.otf"),
    (f"{PRETENDARD}/LICENSE.txt", "pretendard-gov/LICENSE.txt"),
    ("htmx.org/dist/htmx.min.js", "htmx/htmx.min.js"),
    ("htmx.org/LICENSE", "htmx/LICENSE"),
    ("sortablejs/modular/sortable.esm.js", "sortablejs/sortable.esm.js"),
    ("sortablejs/LICENSE", "sortablejs/LICENSE"),
    ("@svg-maps/south-korea/south-korea.svg", "svg-maps/south-korea.svg"),
    ("@svg-maps/south-korea/LICENSE.md", "svg-maps/LICENSE.md"),
    ("leaflet/dist/leaflet-src.esm.js", "leaflet/leaflet-src.esm.js"),
    ("leaflet/dist/leaflet.css", "leaflet/leaflet.css"),
    ("leaflet/dist/images", "leaflet/images"),
    ("leaflet/LICENSE", "leaflet/LICENSE"),
]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
REFERENCE = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)|@import\s+["']([^"']+)["']""", re.IGNORECASE)


def copy(target: Path) -> None:
    """Fill `target` with everything in COPIES; raises FileNotFoundError when a package no longer has a file."""
    for source, destination in COPIES:
        origin, place = PACKAGES / source, target / destination
        place.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, place)
        else:
            shutil.copyfile(origin, place)


def references(css: str) -> list[str]:
    """What a style sheet loads, in the order it names them; the text of comments does not count."""
    return [(address or imported).strip() for address, imported in REFERENCE.findall(COMMENT.sub("", css))]


def complaints(folder: Path) -> list[str]:
    """One sentence for each reference in a style sheet under `folder` that a page could not load from our own server."""
    found = set()
    top = folder.resolve()
    for sheet in sorted(folder.rglob("*.css")):
        for reference in references(sheet.read_text(encoding="utf-8")):
            if reference.startswith(("data:", "#")):
                continue
            place = f"{sheet.relative_to(folder)}: {reference}"
            if reference.startswith("//") or "://" in reference:
                found.add(f"{place} is on another host")
                continue
            wanted = (sheet.parent / re.split("[?#]", reference)[0]).resolve()
            if not (wanted.is_relative_to(top) and wanted.is_file()):
                found.add(f"{place} is not among the copied files")
    return sorted(found)


def main() -> int:
    """Copy beside the old folder, check, and only then take its place, so a running server never sees half of it."""
    fresh, old = VENDOR.with_name(".vendor-new"), VENDOR.with_name(".vendor-old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        copy(fresh)
    except FileNotFoundError as missing:
        print(f"vendor_assets: {missing.filename} is not there; is node_modules complete (npm ci)?", file=sys.stderr)
        return 1
    if wrong := complaints(fresh):
        print("vendor_assets: a page would load these from elsewhere or not at all:", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    if VENDOR.exists():
        VENDOR.rename(old)
    fresh.rename(VENDOR)
    shutil.rmtree(old, ignore_errors=True)
    files = [path for path in VENDOR.rglob("*") if path.is_file()]
    print(f"  {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB in static/vendor/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
