// Light or dark: as the system has it, until somebody says otherwise.

const KEY = "ceasefire-report-theme";

/** Let the buttons of a group choose how the page looks. */
export function themed(group) {
  const buttons = [...group.querySelectorAll("button")];
  const show = (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === theme));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      show(button.value);
      remember(button.value);
    });
  }
  show(remembered());
}

// Where a browser keeps nothing for pages from a disk, the choice holds until the page is closed.
function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // nothing is kept
  }
}

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return ["light", "dark"].includes(theme) ? theme : "system";
  } catch {
    return "system";
  }
}
