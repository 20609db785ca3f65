// Rows that can be dragged: dropped, the new order is sent as if a button had been pressed. The buttons "up" and "down" stay.
export function start(root) {
  root.querySelectorAll("[data-reorder]").forEach(async (list) => {
    const { default: Sortable } = await import("../vendor/sortablejs/sortable.esm.js");
    Sortable.create(list, {
      handle: ".row-grip",
      chosenClass: "is-held",
      animation: 120,
      onEnd: (event) => event.oldIndex !== event.newIndex && send(list),
    });
  });
}

function send(list) {
  const order = document.createElement("input");
  order.type = "hidden";
  order.name = "order";
  order.value = [...list.children].map((row) => row.dataset.place).join(",");
  const button = document.createElement("button");
  button.name = "do";
  button.value = `order:${list.dataset.reorder}`;
  button.hidden = true;
  list.append(order, button);
  list.closest("form").requestSubmit(button);
}
