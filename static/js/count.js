// Counts characters (code points after NFC) or words while one writes, exactly as the server counts them.
import { figures, fresh, words } from "./words.js";

const inWords = (text) => text.trim().split(/\s+/u).filter(Boolean).length;
export const length = (text) => [...text.normalize("NFC").replaceAll("\r\n", "\n")].length;

function follow(count) {
  const input = document.getElementById(count.dataset.countFor);
  if (!input) return;
  const max = Number(count.dataset.max);
  const [measure, short, tooMany, left] = count.dataset.unit === "words"
    ? [inWords, "wordsOver", "wordsOver", "wordsLeft"] : [length, "over", "countOver", "countLeft"];
  const spoken = document.createElement("span");
  spoken.className = "sr-only";
  spoken.setAttribute("role", "status");
  count.after(spoken);
  let quiet;
  const update = () => {
    const size = measure(input.value);
    const over = Math.max(size - max, 0);
    count.querySelector(".count-now").textContent = figures(size);
    count.querySelector(".count-over").textContent = over ? `· ${words(short, { over: figures(over) })}` : "";
    count.classList.toggle("is-over", over > 0);
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      if (over) spoken.textContent = words(tooMany, { over: figures(over) });
      else if (size > max * 0.9) spoken.textContent = words(left, { left: figures(max - size) });
      else spoken.textContent = "";
    }, 1200);
  };
  input.addEventListener("input", update);
  update();
}

export function start(root) {
  fresh(root, "[data-count-for]").forEach(follow);
}
