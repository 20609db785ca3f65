// Files are sent as soon as they are chosen, one after another, with progress; the server's own page says how it went.
import { fresh, words } from "./words.js";

const MB = 1e6;

class Upload {
  constructor(box) {
    this.box = box;
    this.waiting = [];
    box.addEventListener("change", (event) => {
      if (event.target.type !== "file") return;
      this.add(event.target.files);
    });
    const stop = (event) => event.preventDefault();
    box.addEventListener("dragover", (event) => { stop(event); this.area?.classList.add("active"); });
    box.addEventListener("dragleave", () => this.area?.classList.remove("active"));
    box.addEventListener("drop", (event) => {
      stop(event);
      this.area?.classList.remove("active");
      if (event.dataTransfer.files.length) this.add(event.dataTransfer.files);
    });
  }

  get form() { return this.box.querySelector("form.upload-form"); }
  get area() { return this.box.querySelector("[data-drop]"); }
  get input() { return this.box.querySelector('.upload-form input[type="file"]'); }
  get status() { return this.box.querySelector("[data-upload-status]"); }

  add(files) {
    if (!this.form) return;
    const most = Number(this.input.dataset.maxSize ?? 0);
    for (const file of files) {
      const line = this.line(file);
      if (most && file.size > most) this.fail(line, words("uploadLarge", { size: `${Math.round((most / MB) * 10) / 10} MB` }));
      else this.waiting.push({ file, line });
    }
    this.input.value = "";
    if (!this.busy) this.next();
  }

  line(file) {
    const line = document.createElement("li");
    line.innerHTML = '<div class="file-info"><span class="file-state is-sending"></span><span class="file-name"></span></div>';
    line.querySelector(".file-name").textContent = file.name;
    line.querySelector(".file-state").textContent = words("uploadWaiting");
    this.box.querySelector(".upload-list").append(line);
    return line;
  }

  next() {
    const item = this.waiting.shift();
    this.busy = Boolean(item);
    if (item) this.send(item);
  }

  send({ file, line }) {
    const data = new FormData(this.form);
    data.delete(this.input.name);
    data.append(this.input.name, file);
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", file.name);
    line.append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", (event) => {
      const percent = event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : 0;
      bar.value = percent;
      line.querySelector(".file-state").textContent = words("uploading", { percent });
    });
    request.addEventListener("load", () => this.answered(request, file, line));
    request.addEventListener("error", () => { this.fail(line, words("uploadFailed")); this.next(); });
    request.send(data);
    this.status.textContent = words("uploading", { percent: 0 });
  }

  answered(request, file, line) {
    const page = request.response;
    const theirs = page?.getElementById(this.box.id);
    if (request.status < 400 && theirs) {
      const pending = this.waiting.map((item) => item.line);
      const held = this.box.contains(document.activeElement);
      const failed = [...this.box.querySelectorAll("li[data-failed]")];
      this.box.replaceChildren(...theirs.children);
      this.box.querySelector(".upload-list").append(...failed, ...pending);
      this.status.textContent = `${file.name} ${words("uploadDone")}`;
      if (held) (this.input ?? this.box.querySelector(".upload-list li:last-child :is(a, button)"))?.focus();
      const version = page.querySelector('input[name="version"]')?.value;
      if (version) document.querySelectorAll('input[name="version"]').forEach((input) => { input.value = version; });
    } else if (request.status < 400) {
      location.reload();
      return;
    } else {
      const reason = page?.querySelector("[data-reason], .form-hint-invalid, .error-summary li, .notice.is-danger p, main p");
      this.fail(line, reason?.textContent.trim() || words("uploadRefused"));
    }
    this.next();
  }

  fail(line, reason) {
    line.className = "is-error";
    line.dataset.failed = "yes";
    line.querySelector("progress")?.remove();
    line.querySelector(".file-state").textContent = words("uploadNot");
    line.querySelector(".file-state").className = "file-state is-refused";
    const hint = document.createElement("p");
    hint.className = "form-hint-invalid";
    hint.textContent = reason;
    line.append(hint);
    this.status.textContent = reason;
  }
}

export function start(root) {
  fresh(root, "[data-upload]").forEach((box) => new Upload(box));
}
