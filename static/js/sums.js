// Adds up points while one types (the server's own sums follow with each save and have the last word), and shows clashes.
const value = (input) => (input.type === "radio" && !input.checked ? 0 : Number(input.value) || 0);
const shown = (sum) => String(Math.round(sum * 100) / 100);

function add(form) {
  let total = 0;
  form.querySelectorAll("[data-criterion]").forEach((part) => {
    const sum = [...part.querySelectorAll('input[name^="points-"]')].reduce((all, input) => all + value(input), 0);
    part.querySelector("[data-sum]").textContent = shown(sum);
    total += sum;
  });
  form.querySelector("[data-total]").textContent = shown(total);
}

const form = document.getElementById("sheet");
form?.addEventListener("input", () => add(form));
// Another window was faster: show the choice, wherever one was writing.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt === form && event.detail.xhr.status === 409) document.getElementById("sheet-clashes").scrollIntoView({ block: "center" });
});
