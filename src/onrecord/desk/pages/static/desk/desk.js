// Pages work without this file; with it, single keys press the buttons that name them (data-key).
"use strict";
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((held) => held.dataset.key === event.key && !held.disabled);
  if (wanted === undefined) return;
  event.preventDefault();
  if (wanted.matches("input, textarea, select")) wanted.focus();
  else wanted.click();
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  const first = event.target.querySelector("[data-focus]");
  if (first !== null) first.focus();
});
