// Where the operator has set a map service: the outlines give way to a map one can move, with a marker for each site of the list.
import { divIcon, latLngBounds, map, marker, tileLayer } from "../vendor/leaflet/leaflet-src.esm.js";

const figure = document.querySelector("[data-map]");
const places = [...figure.querySelectorAll("[data-latitude]")].map((place) => ({
  at: [Number(place.dataset.latitude), Number(place.dataset.longitude)],
  link: place.querySelector("a"),
}));

const box = document.createElement("div");
box.className = "tile-map";
const outline = figure.querySelector(".outline");
box.setAttribute("role", "region");
box.setAttribute("aria-label", outline.getAttribute("aria-label"));
outline.replaceWith(box);
figure.querySelector(".site-map-source").remove();

const tiles = map(box, { scrollWheelZoom: false });
tileLayer(figure.dataset.tiles, { attribution: figure.dataset.attribution, maxZoom: 18 }).addTo(tiles);
tiles.fitBounds(latLngBounds(places.map(({ at }) => at)).pad(0.2), { maxZoom: 15 });
places.forEach(({ at, link }, index) => {
  const icon = divIcon({ className: "tile-pin", html: String(index + 1), iconSize: [28, 28] });
  const go = () => window.location.assign(link.href);
  const pin = marker(at, { icon, title: link.textContent, alt: link.textContent }).addTo(tiles).on("click", go);
  pin.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && go());
  pin.getElement().setAttribute("aria-label", link.textContent);
});
