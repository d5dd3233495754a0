"use strict";
(() => {
  const form = document.querySelector(".filters");
  const cards = [...document.querySelectorAll("[data-card]")];
  const found = document.querySelector("[data-found]");

  const fits = (card, field) => {
    if (!field.value) return true;
    if (field.name === "words") {
      return field.value.toLowerCase().split(/\s+/).every((word) => card.textContent.toLowerCase().includes(word));
    }
    return card.dataset[field.name].split("|").includes(field.value);
  };

  const show = () => {
    const fields = [...form.elements].filter((field) => field.name);
    let number = 0;
    for (const card of cards) {
      card.hidden = !fields.every((field) => fits(card, field));
      if (!card.hidden) number += 1;
    }
    for (const part of document.querySelectorAll("[data-part]")) {
      part.hidden = !part.querySelector("[data-card]:not([hidden])");
    }
    found.textContent = number === cards.length ? `${number} statements` : `${number} of ${cards.length} statements`;
  };

  const remember = () => {
    const kept = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    history.replaceState(null, "", kept ? `#filter:${kept}` : location.pathname + location.search);
  };

  const recall = () => {
    if (location.hash.startsWith("#filter:")) {
      for (const [name, value] of new URLSearchParams(location.hash.slice(8))) {
        if (form.elements[name]) form.elements[name].value = value;
      }
    } else if (location.hash) {
      form.reset();
    }
    show();
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { show(); remember(); });
    form.addEventListener("reset", () => setTimeout(() => { show(); remember(); }));
    addEventListener("hashchange", recall);
    recall();
  }

  const sorted = (table, index, down) => {
    const key = (row) => row.cells[index].dataset.sort ?? row.cells[index].textContent.trim();
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const rows = [...table.tBodies[0].rows].sort((a, b) => compare(key(a), key(b)));
    table.tBodies[0].append(...(down ? rows.reverse() : rows));
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sorted(table, index, down);
      });
    });
  }
})();
