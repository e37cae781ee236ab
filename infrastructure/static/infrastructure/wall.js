// Asks the changing part of the wall again and again; what cannot be had now is asked later.
const wall = () => document.getElementById("papan");

async function again() {
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("papan");
      if (fresh) wall().replaceWith(fresh);
    }
  } catch {
    // the next turn tries again
  }
  setTimeout(again, 1000 * wall().dataset.again);
}

setTimeout(again, 1000 * wall().dataset.again);
