// Reads an amount back in words while one types it: 20,000,000 -> 20,000,000원 (2천만원).
import { figures, fresh } from "./words.js";

const UNITS = [["조", 10 ** 12], ["억", 10 ** 8], ["만", 10 ** 4]];
const korean = document.documentElement.lang === "ko";

export const amount = (text) => {
  const digits = text.normalize("NFKC").replaceAll(/[,\s원]/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
};

function inUnits(won) {
  if (won <= 0 || won % 10 ** 4) return "";
  let rest = won;
  const parts = [];
  for (const [unit, worth] of UNITS) {
    const many = Math.floor(rest / worth);
    rest %= worth;
    if (many) parts.push(many % 1000 === 0 && many < 10000 ? `${many / 1000}천${unit}` : `${figures(many)}${unit}`);
  }
  return parts.join(" ");
}

export function spoken(won) {
  if (!korean) return `KRW ${figures(won)}`;
  const units = inUnits(won);
  return units ? `${figures(won)}원 (${units}원)` : `${figures(won)}원`;
}

export function start(root) {
  fresh(root, "[data-money]").forEach((input) => {
    const output = document.getElementById(input.dataset.money);
    if (!output) return;
    const update = () => {
      const won = amount(input.value);
      output.textContent = won === null ? "" : spoken(won);
    };
    input.addEventListener("input", update);
    input.addEventListener("change", () => {
      const won = amount(input.value);
      if (won !== null) input.value = figures(won);
    });
    update();
  });
}
