// Keeps the time left true, by the server's clock and not this machine's.
import { words } from "./words.js";

const page = document.documentElement;
const startedAt = performance.now();
const serverNow = Date.parse(page.dataset.now);

export const now = () => serverNow + (performance.now() - startedAt);

function left(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds <= 0) return words("closed");
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return words("leftDays", { days, hours });
  if (hours) return words("leftHours", { hours, minutes });
  if (seconds < 60) return words("leftLast", { seconds });
  if (seconds >= 600) return words("leftMinutes", { minutes });
  return words("leftSeconds", { minutes, seconds: seconds % 60 });
}

function tick() {
  document.querySelectorAll("[data-deadline]").forEach((element) => {
    const rest = Date.parse(element.dataset.deadline) - now();
    const text = left(rest);
    const place = rest > 0 ? element.querySelector("[data-left]") : element;
    const was = element.classList.contains("is-over");
    if (place && !was && place.textContent !== text) place.textContent = text;
    element.classList.toggle("is-over", rest <= 0);
    element.classList.toggle("is-soon", rest > 0 && rest < 86400000);
  });
}

export function start() {
  if (Number.isNaN(serverNow)) return;
  tick();
  setInterval(tick, 1000);
}
