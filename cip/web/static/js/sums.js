// Says while one types whether the boxes of a table add up to the total. The server checks the same when it is sent.
"use strict";

for (const form of document.querySelectorAll("form[data-sums]")) {
  const boxes = [...form.querySelectorAll("[data-box]")];
  const total = form.querySelector("#workers");
  const line = form.querySelector("[data-sum]");
  if (!total || !line) continue;
  form.addEventListener("input", () => tell(boxes, total, line));
}

function tell(boxes, total, line) {
  const sum = boxes.reduce((all, box) => all + (Number.parseInt(box.value, 10) || 0), 0);
  const workers = Number.parseInt(total.value, 10) || 0;
  const words = sum === workers ? line.dataset.fits : line.dataset.differs;
  line.textContent = words.replace("{boxes}", String(sum)).replace("{workers}", String(workers));
  line.hidden = false;
}
