// Shows what a form that asks by its address would show, as soon as something is ticked: the server computes, this only
// puts the new summary in the place of the old one. Without this file the button does it.
"use strict";

for (const form of document.querySelectorAll("form[data-submit-on-change]")) watch(form);

function watch(form) {
  const place = document.getElementById(form.dataset.submitOnChange);
  const said = document.getElementById(form.dataset.saidIn);
  let last = 0;

  form.addEventListener("change", async () => {
    const mine = ++last;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    try {
      const response = await fetch(address);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const summary = page.getElementById(place.id);
      // Somebody ticked on meanwhile: only the last answer counts.
      if (mine !== last || !response.ok || !summary) return;
      show(summary, page);
      history.replaceState(null, "", address);
    } catch {
      // No network: the button stays, and the browser says what is wrong.
    }
  });

  function show(summary, page) {
    const open = place.querySelector("details")?.open;
    // The summary may stand above and grow: what is being ticked stays where the finger is. (Not every browser does
    // this by itself, and the style sheet tells those that do to leave it to us.)
    const kept = form.contains(document.activeElement) ? document.activeElement : form;
    const before = kept.getBoundingClientRect().top;
    place.replaceChildren(...summary.childNodes);
    if (open) place.querySelector("details")?.setAttribute("open", "");
    scrollBy({top: kept.getBoundingClientRect().top - before, behavior: "instant"});
    // That ends a glide of the browser towards what has just got the focus: then we bring it into sight ourselves.
    if (kept !== form) kept.scrollIntoView({block: "nearest", behavior: "instant"});
    if (said) said.textContent = place.querySelector("[data-said]")?.textContent ?? "";
    // What a tick brought with it is ticked too.
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      box.checked = page.getElementById(box.id)?.hasAttribute("checked") ?? box.checked;
    }
  }
}
