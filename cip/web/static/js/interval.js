// The score so far moves with every save: the server counts and words it, this only puts it in its place.
"use strict";

document.addEventListener("cip:saved", (event) => {
  for (const place of document.querySelectorAll("[data-score]")) {
    place.textContent = event.detail.score;
    // Before the first answer it would say "0-100", which tells nobody anything: it comes with the first save.
    place.parentElement.hidden = false;
  }
});
