// Narrows a list in the page while one types. The whole list is in the page: nothing is asked of the server, and what is
// hidden is still sent with its form.
"use strict";

for (const box of document.querySelectorAll("[data-filter]")) arm(box);

function arm(box) {
  const list = document.getElementById(box.dataset.filter);
  const field = box.querySelector("input");
  if (!list || !field) return;
  const items = [...list.querySelectorAll("[data-filtered]")].map((item) => ({ item, text: plain(item.textContent) }));
  const groups = [...list.querySelectorAll("details")].filter((group) => group.querySelector("[data-filtered]"));
  const open = new Map(groups.map((group) => [group, group.open]));
  box.hidden = false;

  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { item, text } of items) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) found += 1;
    }
    for (const group of groups) {
      const some = group.querySelector("[data-filtered]:not([hidden])") !== null;
      group.hidden = !some;
      group.open = words.length ? some : open.get(group);
    }
    box.querySelector("[data-found]").textContent = words.length ? count(box, found) : "";
  });

  // In a search box Enter would send the form around it.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

// The whole list is in the page already, so accents and capitals need not be typed: «flessibilita» finds «Flessibilità».
function plain(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

function count(box, found) {
  const { none, one, many } = box.querySelector("[data-found]").dataset;
  if (found === 0) return none;
  return found === 1 ? one : many.replace("{count}", String(found));
}
