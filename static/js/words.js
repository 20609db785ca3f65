// Sentences in the language of the page, from layouts/words.html; {braces} are filled in.
const kept = document.getElementById("page-words")?.dataset ?? {};

export function words(name, values = {}) {
  return Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), kept[name] ?? "");
}

export const figures = (number) => number.toLocaleString("en-US");

// Elements of a kind under root (root itself included) that were not set up before.
export function fresh(root, selector) {
  const all = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) all.unshift(root);
  return all.filter((element) => {
    const known = element.dataset.ready;
    element.dataset.ready = "yes";
    return !known;
  });
}
