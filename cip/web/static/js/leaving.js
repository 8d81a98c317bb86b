// Asks before a page is left with something in it that was not saved. Only then: a question that comes without need is
// soon answered unread.
"use strict";

let sending = false;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  form.addEventListener("input", () => (form.dataset.unsaved = "yes"));
}

// The form's own buttons save: leaving by them is no loss. Back from the browser's error page the guard is there again.
document.addEventListener("submit", () => (sending = true));
window.addEventListener("pageshow", () => (sending = false));

window.addEventListener("beforeunload", (event) => {
  if (!sending && document.querySelector('form[data-unsaved="yes"]')) event.preventDefault();
});

// A page taken back from memory shows answers that may have changed since: draw it again, unless something waits in it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && !document.querySelector('form[data-unsaved="yes"]')) location.reload();
});
