// Comfort only: counters while one types, the fields of another kind at once, the list of slides open where there is room.
document.addEventListener("DOMContentLoaded", () => {
  const ends = /[，。、；：？！…—,.;:?!）》」』】〉”’)"' ]+$/u;
  const seen = (text) => [...text.replace(/\*\*(.+?)\*\*/g, "$1").replace(ends, "")].length;
  const longestCell = (text) => Math.max(0, ...text.split("\n").flatMap((line) => line.split(/[|｜]/)).map((cell) => seen(cell.trim())));
  const count = (field) => {
    const counter = document.getElementById(`${field.id}-count`);
    if (!counter) return;
    const number = field.dataset.count === "cells" ? longestCell(field.value) : seen(field.value);
    counter.firstElementChild.textContent = number;
    counter.classList.toggle("counter-over", number > Number(field.dataset.limit));
  };
  document.querySelectorAll("[data-count]").forEach((field) => field.addEventListener("input", () => count(field)));

  const kind = document.getElementById("kind");
  const look = document.querySelector("[data-look]");
  if (kind && look) kind.addEventListener("change", () => kind.form.requestSubmit(look));

  const list = document.querySelector(".card-list-side");
  if (list && window.matchMedia("(min-width: 62rem)").matches) {
    list.open = true;
    const here = list.querySelector("[aria-current]");
    if (here) list.scrollTop = here.offsetTop - list.clientHeight / 2;
  }
});
