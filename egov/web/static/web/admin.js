// select2 gives its box no name: take the label's, whenever a box appears.
const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.parentElement.querySelector(".select2-selection[aria-labelledby]");
    const label = document.querySelector(`label[for="${select.id}"]`);
    // where many can be chosen, the words are typed into the box itself
    const typed = select.parentElement.querySelector(".select2-search--inline .select2-search__field");
    if (label) typed?.setAttribute("aria-label", label.textContent.trim());
    if (box && label) {
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", label.textContent.trim());
      const shown = box.querySelector(".select2-selection__rendered");
      shown?.removeAttribute("role");
      shown?.removeAttribute("aria-readonly");
    }
  }
};
new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
window.addEventListener("load", nameBoxes);

// an import that is going on says how far it is, less and less often; then its report is shown
const watchImport = async (pause = 2000) => {
  const words = document.querySelector("[data-waiting]");
  if (!words) return;
  await new Promise((done) => setTimeout(done, pause));
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-waiting]");
    if (answer.ok && !now) return location.reload();
    if (now && now.textContent !== words.textContent) words.textContent = now.textContent;
  } catch {
    // the portal is away for a moment: asked again
  }
  watchImport(Math.min(pause * 1.3, 15000));
};
window.addEventListener("load", () => watchImport());
