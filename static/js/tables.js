// Tables drawn as lists on small screens stay tables for screen readers that look at the drawing.
import { fresh } from "./words.js";

const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell" };

export function start(root) {
  fresh(root, ".lists table").forEach((table) => {
    [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")].forEach((part) => {
      const role = ROLES[part.localName] ?? (part.scope === "row" ? "rowheader" : "columnheader");
      part.setAttribute("role", role);
    });
  });
}
