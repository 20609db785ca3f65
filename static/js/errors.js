// The summary of errors takes the focus, on a fresh page and after htmx put one in; flashes are read aloud.
const take = (root) => root.querySelector?.("[data-takes-focus]")?.focus();

function say(region) {
  const parts = [...region.children];
  if (!parts.length) return;
  region.replaceChildren();
  setTimeout(() => region.append(...parts), 150);
}

export function start() {
  take(document);
  document.querySelectorAll("[data-flashes]").forEach(say);
  document.addEventListener("htmx:afterSwap", (event) => take(event.detail.elt));
  // A link of the summary goes to the field itself, not only near it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const aim = field.matches("fieldset") ? field.querySelector("[aria-invalid], input:not([type=hidden]), select, textarea") ?? field : field;
    aim.focus({ preventScroll: true });
    (document.getElementById(`${field.id}-group`) ?? field).scrollIntoView({ block: "center" });
  });
}
