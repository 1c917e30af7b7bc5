// Light or dark, as was chosen on this computer; until somebody chooses, as the system has it.
//
// No module: it runs before anything is drawn, so that no page is seen in the wrong colours first.

{
  const NAME = "vitascope.theme";
  const CHOICES = ["light", "dark"];
  const root = document.documentElement;

  /** Browsers may refuse storage; then a choice lives as long as the page does. */
  function attempt(action) {
    try {
      return action();
    } catch {
      return null;
    }
  }

  function show(choice) {
    if (CHOICES.includes(choice)) root.dataset.theme = choice;
    else delete root.dataset.theme;
    const select = document.getElementById("theme");
    if (select) select.value = root.dataset.theme ?? "";
  }

  const read = () => attempt(() => localStorage.getItem(NAME));
  show(read());

  document.addEventListener("DOMContentLoaded", () => {
    const select = document.getElementById("theme");
    select.closest("label").hidden = false;
    show(root.dataset.theme);
    select.addEventListener("change", () => {
      show(select.value);
      attempt(() => (select.value ? localStorage.setItem(NAME, select.value) : localStorage.removeItem(NAME)));
    });
  });
  // Chosen in another tab.
  addEventListener("storage", (event) => (event.key === NAME || event.key === null) && show(read()));
}
