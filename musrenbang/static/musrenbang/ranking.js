// Moves a row where it stands, so that a list of many needs no page for each step.
(() => {
  const form = document.querySelector("[data-ranking]");
  if (!form) return;
  const list = form.querySelector(".ranked");
  const unsaved = form.querySelector("[data-unsaved]");
  const rows = () => [...list.children];

  function renumber() {
    rows().forEach((row, at) => {
      const number = String(at + 1);
      row.querySelector("[name^=dari_]").value = number;
      const typed = row.querySelector("[name^=urutan_]");
      if (typed) typed.value = number;
      const up = row.querySelector("[name=naik]");
      const down = row.querySelector("[name=turun]");
      if (up) up.disabled = at === 0;
      if (down) down.disabled = at === list.children.length - 1;
    });
    unsaved.hidden = false;
  }

  function move(row, before) {
    list.insertBefore(row, before);
    renumber();
  }

  function step(row, name) {
    const other = name === "naik" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    move(row, name === "naik" ? other : other.nextElementSibling);
    row.scrollIntoView({ block: "nearest" });
    const same = row.querySelector(`[name=${name}]`);
    (same.disabled ? row.querySelector("button:enabled") : same)?.focus();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[name=naik], [name=turun]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("li"), button.name);
  });
  form.addEventListener("change", (event) => {
    const row = event.target.closest("li");
    const wanted = Number.parseInt(event.target.value, 10);
    if (!row || !wanted) return;
    const others = rows().filter((each) => each !== row);
    move(row, others[Math.max(0, wanted - 1)] ?? null);
    event.target.focus();
  });
})();
