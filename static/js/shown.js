// Shows a question while its conditions hold and hides it otherwise; what was typed stays in it. The server has the last word.
import { fresh, words } from "./words.js";

const number = (text) => (/^-?[\d,]{1,20}$/.test(text.trim()) ? Number(text.replaceAll(",", "")) : null);

function said(key) {
  const question = document.getElementById(`question-${key}`);
  if (!question || question.hidden) return [];
  const inputs = [...question.querySelectorAll("select, textarea, input:not([type=hidden])")];
  const choices = inputs.filter((input) => ["radio", "checkbox"].includes(input.type));
  if (choices.length) return choices.filter((input) => input.checked).map((input) => input.value).filter(Boolean);
  return inputs.slice(0, 1).map((input) => input.value.trim()).filter(Boolean);
}

function compared(operator, left, right) {
  if (left === null) return false;
  return { is: left === right, is_not: left !== right, at_least: left >= right, at_most: left <= right }[operator];
}

function holds(condition) {
  if ("holds" in condition) return condition.holds;
  const answers = said(condition.question);
  if (!answers.length) return false;
  if (condition.operator === "is_answered") return true;
  if (condition.number) return compared(condition.operator, number(answers[0]), Number(condition.value));
  return answers.includes(condition.value) === (condition.operator === "is");
}

function redraw(question) {
  const { join, conditions } = JSON.parse(question.dataset.shownWhen);
  const show = join === "any" ? conditions.some(holds) : conditions.every(holds);
  if (show === !question.hidden) return null;
  question.hidden = !show;
  question.querySelector("[data-unseen]").disabled = show;
  return show;
}

function follow(form) {
  const questions = [...form.querySelectorAll("[data-shown-when]")];
  const spoken = document.createElement("span");
  spoken.className = "sr-only";
  spoken.setAttribute("role", "status");
  form.append(spoken);
  const update = () => {
    const changed = questions.map(redraw).filter((show) => show !== null);
    const more = changed.filter(Boolean).length;
    const fewer = changed.length - more;
    if (!changed.length) return;
    spoken.textContent = [more && words("questionsMore", { count: more }), fewer && words("questionsFewer", { count: fewer })].filter(Boolean).join(" ");
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
}

export function start(root) {
  new Set(fresh(root, "[data-shown-when]").map((question) => question.closest("form"))).forEach((form) => form && follow(form));
}
