// A question about what was chosen in an earlier one lists only that. Without this file it lists all, and all may be sent.
"use strict";

for (const asked of document.querySelectorAll("[data-only-of]")) watch(asked, document.getElementById(asked.dataset.onlyOf));

function watch(asked, earlier) {
  if (!earlier) return;
  const all = new Map([...asked.querySelectorAll("select")].map((list) => [list, [...list.options]]));
  const narrow = () => {
    const chosen = new Set([...earlier.querySelectorAll("input:checked")].map((box) => box.value));
    for (const [list, options] of all) {
      // What was chosen here stays, so that nothing changes behind anybody's back; with nothing chosen there, all are.
      const held = list.value;
      list.replaceChildren(...options.filter((one) => !one.value || !chosen.size || chosen.has(one.value) || one.value === held));
      list.value = held;
    }
  };
  earlier.addEventListener("change", narrow);
  narrow();
}
