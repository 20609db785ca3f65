// Tables one fills in: rows are added and removed in place, columns of money are summed.
import { amount } from "./money.js";
import { figures, fresh, words } from "./words.js";

function setUp(table) {
  const name = table.dataset.rows;
  const body = table.querySelector("tbody");
  const add = table.querySelector(".add-row");
  const status = document.createElement("p");
  status.className = "sr-only";
  status.setAttribute("role", "status");
  table.append(status);

  const changed = () => table.dispatchEvent(new Event("input", { bubbles: true }));

  const sum = () => table.querySelectorAll("[data-total-of]").forEach((output) => {
    const inputs = body.querySelectorAll(`[data-column="${output.dataset.totalOf}"]`);
    output.textContent = figures([...inputs].reduce((total, input) => total + (amount(input.value) ?? 0), 0));
  });

  const number = () => [...body.rows].forEach((row, at) => {
    row.querySelectorAll("label").forEach((label) => {
      const column = label.closest("[data-label]").dataset.label;
      label.textContent = words("cell", { column, number: at + 1 });
    });
    const remove = row.querySelector(".remove-row");
    if (!remove) return;
    remove.hidden = false;
    remove.querySelector(".sr-only").textContent = words("removeRow", { number: at + 1 });
  });

  const rename = (row, index) => {
    row.dataset.row = index;
    row.querySelectorAll("[id], [name], [for]").forEach((element) => {
      for (const attribute of ["id", "name", "for"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(new RegExp(`^${name}-\\d+-`), `${name}-${index}-`));
      }
      if (element.matches("input, textarea")) element.value = "";
      if (element.matches("select")) element.selectedIndex = 0;
      element.removeAttribute("aria-invalid");
      element.removeAttribute("aria-describedby");
    });
    row.querySelectorAll(".form-hint-invalid").forEach((hint) => hint.remove());
  };

  add?.addEventListener("click", (event) => {
    event.preventDefault();
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    rename(row, Math.max(...[...body.rows].map((each) => Number(each.dataset.row))) + 1);
    body.append(row);
    number();
    row.querySelector("input, select, textarea").focus();
    status.textContent = words("rowAdded", { number: body.rows.length });
  });

  body.addEventListener("click", (event) => {
    const remove = event.target.closest(".remove-row");
    if (!remove) return;
    const row = remove.closest("tr");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next) row.remove();
    else rename(row, Number(row.dataset.row));
    (next ?? row).querySelector("input, select, textarea").focus();
    number();
    sum();
    status.textContent = words("rowRemoved");
    changed();
  });

  body.addEventListener("input", sum);
  body.addEventListener("change", (event) => {
    if (!event.target.closest(".is-money")) return;
    const won = amount(event.target.value);
    if (won !== null) event.target.value = figures(won);
  });
  number();
}

export function start(root) {
  fresh(root, "[data-rows]").forEach(setUp);
}
