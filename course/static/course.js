// Comfort only: every page works without this file.
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // A second click on a slow line is not a second wish.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  });

  // The arrow keys turn the pages where there are pages to turn.
  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!way || typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = document.querySelector(`.reading-steps a[rel="${way}"]`);
    if (link) link.click();
  });
  const strip = document.querySelector(".reading-strip [aria-current]");
  if (strip) {
    const list = strip.closest("ol");
    list.scrollLeft = strip.offsetLeft - list.offsetLeft - (list.clientWidth - strip.offsetWidth) / 2;
  }

  // A menu closes when one goes on elsewhere; Escape goes back to what opened it.
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".site-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("focusin", (event) => {
    document.querySelectorAll(".site-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".site-menu[open]");
    if (!menu) return;
    menu.querySelector("summary").focus();
    menu.open = false;
  });
});
