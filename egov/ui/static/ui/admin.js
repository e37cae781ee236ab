// select2 gives its box no name: take the label's.
window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.parentElement.querySelector(".select2-selection");
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (box && label) {
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", label.textContent.trim());
      box.querySelector(".select2-selection__rendered")?.removeAttribute("role");
      box.querySelector(".select2-selection__rendered")?.removeAttribute("aria-readonly");
    }
  }
});
