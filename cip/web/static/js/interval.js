// The score so far moves with every save: the server counts and words it, this only puts it in its place.
"use strict";

document.addEventListener("cip:saved", (event) => {
  for (const place of document.querySelectorAll("[data-score]")) place.textContent = event.detail.score;
});
