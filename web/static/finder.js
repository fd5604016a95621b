// While a name is typed, offers the municipalities that it may mean; without this, the page that answers offers them.
const form = document.getElementById("finder");
const typed = form && form.elements.namedItem("name");
const suggested = document.getElementById("suggested");
const chosen = document.getElementById("chosen");
let asked = 0, waiting = 0;

async function suggest() {
  const turn = ++asked;
  const text = typed.value.trim();
  if (!text) {
    suggested.hidden = true;
    return;
  }
  const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`).catch(() => null);
  if (!answer || !answer.ok || turn !== asked) return;
  suggested.innerHTML = await answer.text();
  suggested.hidden = !suggested.textContent.trim();
}

if (typed && suggested && chosen) {
  typed.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(suggest, 150);
  });
  typed.addEventListener("compositionend", suggest);
  suggested.addEventListener("change", (event) => {
    const known = [...chosen.querySelectorAll("input")].find((box) => box.value === event.target.value);
    if (known) known.checked = true;
    else chosen.append(event.target.closest("label"));
    chosen.hidden = false;
    suggested.hidden = true;
    suggested.replaceChildren();
    typed.value = typed.value.replace(/[^\s、，,;；・/]*[\s、，,;；・/]*$/u, "");
    typed.focus();
  });
}
