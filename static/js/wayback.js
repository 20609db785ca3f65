// A link that jumps away from what one is writing leaves a way back beside the place it jumps to.
export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-way-back]");
    const place = link && document.getElementById(link.hash.slice(1));
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.querySelectorAll(".way-back").forEach((old) => old.remove());
    const back = document.createElement("a");
    back.href = location.pathname;
    back.textContent = link.dataset.wayBack;
    const line = document.createElement("p");
    line.className = "way-back";
    line.append(back);
    back.addEventListener("click", (again) => {
      again.preventDefault();
      line.remove();
      link.focus();
    });
    if (place.firstElementChild) place.firstElementChild.after(line);
    else place.prepend(line);
    back.focus({ preventScroll: true });
    place.scrollIntoView();
  });
}
