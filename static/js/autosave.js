// Forms that save themselves (parts/autosave.html): says what it is doing, tries again, and never loses a word.
import { words } from "./words.js";

const QUIET = 1500;
const LATEST = 8000;
const forms = new WeakMap();

const clock = (date) => new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", timeStyle: "medium" }).format(date);

class Draft {
  constructor(form) {
    this.form = form;
    this.dirty = false;
    this.saving = false;
    this.failures = 0;
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("keydown", (event) => this.enter(event));
    form.addEventListener("submit", () => { this.dirty = false; clearTimeout(this.timer); clearTimeout(this.latest); });
  }

  touch() {
    this.dirty = true;
    this.seen = (this.seen ?? 0) + 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), QUIET);
    this.latest ??= setTimeout(() => this.save(), LATEST);
    if (!this.failures) this.say(words("unsaved"));
  }

  // Enter in a line of text saves and stays: the first button of the form may add a row, or end the work.
  enter(event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=file])")) return;
    event.preventDefault();
    this.save();
  }

  save() {
    clearTimeout(this.timer);
    clearTimeout(this.latest);
    this.latest = undefined;
    if (!this.dirty || this.saving || this.stopped) return;
    this.saving = true;
    this.sent = this.seen;
    if (!this.failures) this.say(words("saving"));
    window.htmx.trigger(this.form, "autosave");
  }

  answered(request) {
    this.saving = false;
    const status = request?.status ?? 0;
    if (status >= 200 && status < 300) return this.saved(request);
    if (status === 401 || status === 403) return this.again(words("saveSignIn"), 30000);
    if (status === 409) return this.stop(words("saveConflict"));
    if (status === 410) return this.stop(words("saveClosed"));
    if (status === 422 || status === 400 || status === 413) return this.say(words("saveRefused"), "is-trouble");
    return this.again(words("saveOffline"));
  }

  saved(request) {
    this.failures = 0;
    const version = request.getResponseHeader("X-Version");
    if (version) document.querySelectorAll(`input[name="version"]`).forEach((input) => { input.value = version; });
    const date = request.getResponseHeader("Date");
    const time = request.getResponseHeader("X-Saved-At") ?? clock(date ? new Date(date) : new Date());
    this.dirty = this.seen !== this.sent;
    this.say(words("saved", { time }), "is-saved");
    if (this.dirty) this.timer = setTimeout(() => this.save(), QUIET);
  }

  again(sentence, wait = Math.min(1000 * 2 ** (this.failures + 1), 30000)) {
    this.failures += 1;
    this.say(sentence, "is-trouble");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  stop(sentence) {
    this.stopped = true;
    this.say(sentence, "is-trouble");
  }

  say(sentence, tone = "") {
    const places = this.form.querySelectorAll("[data-saved-state]");
    (places.length ? places : document.querySelectorAll("[data-saved-state]")).forEach((place) => {
      place.classList.remove("is-saved", "is-trouble");
      if (tone) place.classList.add(tone);
      const text = place.querySelector("[data-saved-words]");
      if (text.textContent !== sentence) text.textContent = sentence;
    });
  }
}

function draftOf(form) {
  if (!forms.has(form)) forms.set(form, new Draft(form));
  return forms.get(form);
}

export function start() {
  const all = () => [...document.querySelectorAll("form[data-autosave]")].map(draftOf);
  all();
  document.addEventListener("htmx:load", all);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches?.("form[data-autosave]")) draftOf(form).answered(event.detail.xhr);
  });
  window.addEventListener("online", () => all().forEach((draft) => draft.save()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") all().forEach((draft) => draft.save());
  });
  window.addEventListener("beforeunload", (event) => {
    if (all().some((draft) => draft.dirty || draft.saving)) event.preventDefault();
  });
}
