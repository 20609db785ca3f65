// Shows what was typed into a password field, and hides it again before it is sent.
import { fresh, words } from "./words.js";

export function start(root) {
  fresh(root, ".show-password").forEach((button) => {
    const input = document.getElementById(button.dataset.shows);
    button.hidden = false;
    const show = (visible) => {
      input.type = visible ? "text" : "password";
      button.setAttribute("aria-pressed", String(visible));
      button.querySelector("span").textContent = words(visible ? "hide" : "show");
    };
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
  });
}
