// What the pages do beyond HTML; each piece leaves the page whole when it is missing.
import * as autosave from "./autosave.js";
import * as count from "./count.js";
import * as countdown from "./countdown.js";
import * as errors from "./errors.js";
import * as menu from "./menu.js";
import * as money from "./money.js";
import * as password from "./password.js";
import * as reorder from "./reorder.js";
import * as rows from "./rows.js";
import * as shown from "./shown.js";
import * as size from "./size.js";
import * as tables from "./tables.js";
import * as upload from "./upload.js";
import * as wayback from "./wayback.js";

const once = [menu, size, autosave, countdown, errors, wayback];
const eachTime = [count, money, password, reorder, rows, shown, tables, upload];

const start = (root) => eachTime.forEach((piece) => piece.start(root));
once.forEach((piece) => piece.start(document));
start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});
