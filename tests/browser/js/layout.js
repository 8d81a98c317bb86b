// What is wider than the screen, or than a box that hides the rest of it: a list of sentences.
() => {
  const found = [];
  const root = document.documentElement;
  const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const name = element => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} «${(element.textContent || "").trim().slice(0, 50)}»`;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(element => {
      const box = element.getBoundingClientRect();
      return box.right > root.clientWidth + 1 && seen(element) && !element.closest(".visually-hidden, .cip-scroll");
    });
    found.push(`${root.scrollWidth - root.clientWidth} pixels stick out: ` + wide.slice(-2).map(name).join(", "));
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (!seen(element) || element.closest(".visually-hidden, svg")) continue;
    const style = getComputedStyle(element);
    const words = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    // what is typed into a field runs on inside it
    const hidden = element.tagName !== "INPUT" && [style.overflowX, style.overflowY].some(value => ["hidden", "clip"].includes(value));
    if (hidden && element.clientWidth > 1 && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
      found.push(`cut: ${name(element)}`);
    if (words && style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth) found.push(`cut: ${name(element)}`);
    if (words && element.parentElement) {
      const box = element.getBoundingClientRect();
      const scroller = element.closest(".cip-scroll");
      if (!scroller && element !== document.body && box.width && box.right > root.clientWidth + 1) found.push(`sticks out: ${name(element)}`);
    }
  }
  return [...new Set(found)];
}
