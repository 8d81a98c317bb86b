// Saves a form while it is filled in, by the same request that its buttons make, so that nothing here knows a question.
// Without this file, or where it fails, the buttons do all of it: no sentence and no rule lives here.
"use strict";

const PAUSES = [2_000, 5_000, 15_000, 30_000];
const PATIENCE = 20_000;

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

function watch(form) {
  const line = form.querySelector("[data-saving]");
  if (!line) return;
  let edits = 0; // grows with everything typed: tells whether the answer to a save is about what stands there now
  let failures = 0;
  let busy = false;
  let waiting = null;
  let stopped = false; // after a conflict a person decides, with the button

  form.dataset.watched = ""; // the line about saving stays in sight: see the style sheet

  form.addEventListener("input", () => (edits += 1));
  // What stands in a part «by button» is saved by the button alone: until then it can be taken back.
  form.addEventListener("change", (event) => event.target.closest("[data-by-button]") || save());
  form.addEventListener("submit", () => (stopped = true));
  window.addEventListener("online", () => waiting && save());

  async function save() {
    if (stopped) return;
    clearTimeout(waiting);
    waiting = null;
    if (busy) {
      edits += 1; // saved again as soon as the one under way is answered
      return;
    }
    busy = true;
    const before = edits;
    const sent = new URLSearchParams(new FormData(form));
    try {
      await take(await send(form, sent), sent, before);
    } catch {
      later(navigator.onLine ? line.dataset.refused : line.dataset.offline);
    }
    busy = false;
    if (edits !== before && waiting === null) await save();
  }

  async function take(response, sent, before) {
    if (response.status >= 500) return later(line.dataset.refused);
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return say(line.dataset.refused, true);
    const result = await response.json();
    if (result.error) {
      stopped ||= result.reload; // this page can save nothing any more
      return say(result.error, true);
    }
    if (response.status === 409) return conflict();
    failures = 0;
    show(form, line, result, sent);
    const waits = form.querySelector("[data-by-button] :checked");
    if (edits === before && !waits && !Object.keys(result.mistakes).length) form.dataset.unsaved = "no";
    form.dispatchEvent(new CustomEvent("cip:saved", { bubbles: true, detail: result }));
  }

  function conflict() {
    stopped = true;
    say("");
    const box = form.querySelector("[data-conflict]");
    // Until now not a submit button: Enter in a field would otherwise press it, hidden as it is.
    box.querySelector("button").type = "submit";
    box.hidden = false;
  }

  function later(text) {
    say(text, true);
    waiting = setTimeout(save, PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
  }

  function say(text, trouble = false) {
    line.textContent = text;
    line.toggleAttribute("data-trouble", trouble);
  }
}

function send(form, body) {
  return fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function show(form, line, result, sent) {
  showMistakes(form, result.mistakes);
  const doubtful = showDoubts(form, result.warnings);
  // Only a form that shows what is stored counts as drawn now; where a field was touched meanwhile the next save asks.
  if (takeTheirs(form, result.fields, sent)) form.elements.seq.value = result.seq;
  const { saved, mistakes, doubts, asides, asked, theirs } = line.dataset;
  const said = [saved.replace("{time}", result.saved_at)];
  const wrong = Object.keys(result.mistakes).length > 0;
  if (wrong) said.push(mistakes);
  if (doubtful) said.push(doubts);
  if (Object.keys(result.fields).length) said.push(theirs);
  if (result.asides.length) said.push(asides.replace("{names}", result.asides.join(", ")));
  if (result.asked.length) said.push(asked.replace("{names}", result.asked.join(", ")));
  line.textContent = said.join(" ");
  line.toggleAttribute("data-trouble", wrong);
}

function takeTheirs(form, fields, sent) {
  const now = new URLSearchParams(new FormData(form));
  const same = (name) => now.getAll(name).join("\n") === sent.getAll(name).join("\n");
  for (const name of Object.keys(fields).filter(same)) {
    const values = [fields[name]].flat();
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.type !== "hidden") field.value = values[0] ?? "";
    }
  }
  return Object.keys(fields).every(same);
}

// Whether a warning is there now that was not before.
function showDoubts(form, warnings) {
  let more = false;
  for (const box of form.querySelectorAll("[data-doubt]")) {
    const text = warnings[box.dataset.doubt] ?? "";
    more ||= box.hidden && text !== "";
    box.hidden = !text;
    box.querySelector("[data-doubt-text]").textContent = text;
    box.querySelector("textarea").disabled = !text;
  }
  return more;
}

function showMistakes(form, mistakes) {
  for (const old of form.querySelectorAll(".cip-error")) old.remove();
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  for (const [name, text] of Object.entries(mistakes)) {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type="hidden"])`);
    if (!fields.length) continue;
    const line = Object.assign(document.createElement("p"), { className: "cip-error", id: `${name}-error` });
    line.textContent = text;
    const group = fields.length > 1 ? fields[0].closest("fieldset") : null;
    if (group) group.querySelector("legend").after(line);
    else (fields[0].closest(".cip-typed") ?? fields[0]).before(line);
    for (const field of fields) {
      field.setAttribute("aria-invalid", "true");
      if (!field.getAttribute("aria-describedby")?.includes(line.id))
        field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
    }
  }
}
