// Every element that takes the focus shows it, stands in sight then, and comes in the order of the page.
() => {
  const found = [];
  const able = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter(element => !element.matches(":disabled") && element.checkVisibility({visibilityProperty: true}) && element.getAttribute("tabindex") !== "-1");
  const say = element => element.outerHTML.slice(0, 110);
  for (const element of able) {
    if (element.tabIndex > 0) found.push(`the order is forced: ${say(element)}`);
    element.focus({focusVisible: true});
    if (document.activeElement !== element) { found.push(`takes no focus: ${say(element)}`); continue; }
    const style = getComputedStyle(element);
    if (!(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)) found.push(`the focus cannot be seen: ${say(element)}`);
    const boxes = [...element.getClientRects()];
    const inside = boxes.some(box => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
    if (!inside) { found.push(`out of sight with the focus: ${say(element)}`); continue; }
    const box = boxes.find(item => item.width && item.height) || boxes[0];
    const points = [[0.5, 0.1], [0.5, 0.5], [0.5, 0.9], [0.1, 0.5], [0.9, 0.5]].map(
      ([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
    const own = hit => hit && (element.contains(hit) || hit.contains(element) || [...(element.labels || [])].some(label => label.contains(hit)));
    const covers = hit => hit && !own(hit) && getComputedStyle(hit.closest(".cip-saving, .cip-try-send, .cip-try-result") || hit).position === "sticky";
    if (points.every(hit => covers(hit))) found.push(`covered with the focus: ${say(element)}`);
  }
  return found;
}
