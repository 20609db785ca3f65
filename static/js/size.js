// Text size: five sizes as a class of the page, remembered by this browser.
const SIZES = ["sm", "md", "lg", "xlg", "xxlg"];

function show(size) {
  SIZES.forEach((name) => document.documentElement.classList.toggle(`size-${name}`, name === size && name !== "md"));
  document.querySelectorAll("[data-size]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.size === size));
  });
}

export function start() {
  let size = "md";
  try { size = localStorage.getItem("text-size") ?? "md"; } catch { /* not kept */ }
  show(size);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-size]");
    if (!button) return;
    show(button.dataset.size);
    try { localStorage.setItem("text-size", button.dataset.size); } catch { /* for this page only */ }
  });
}
