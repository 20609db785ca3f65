// Fold-out menus of the header close with Escape, with a click elsewhere, and when focus leaves them.
export function start() {
  const open = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("click", (event) => {
    open().filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("focusin", (event) => {
    open().filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
}
