// Progressive help for forms; every form works without it. Hides questions that do not apply, keeps drafts, moves the
// focus to what needs another look, counts characters, and says before the upload when a file is too big.
"use strict";

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// Texts come with the page, in the language of its reader; "#" stands for the number.
const said = (area, left) => (left < 0 ? area.dataset.over : area.dataset.left).replace("#", Math.abs(left));

for (const form of document.querySelectorAll("form[data-draft]")) {
  const conditional = form.querySelectorAll("[data-if]");

  const answers = (name) =>
    [...form.elements]
      .filter((input) => input.name === name && !(["radio", "checkbox"].includes(input.type) && !input.checked))
      .map((input) => (input.type === "checkbox" && input.value === "true" ? "True" : input.value));

  const isShown = (field) => {
    const name = field.dataset.if;
    if (![...form.elements].some((input) => input.name === name)) return true; // asked on an earlier page
    const wanted = field.dataset.values.split("|");
    const given = answers(name);
    return (given.length ? given : ["False"]).some((answer) => wanted.includes(answer));
  };

  const showWhatApplies = () => {
    for (const field of conditional) field.hidden = !isShown(field);
  };
  for (const field of conditional) field.querySelector(".condition")?.remove();
  form.addEventListener("change", showWhatApplies);
  showWhatApplies();

  for (const area of form.querySelectorAll("textarea[data-most]")) {
    const most = Number(area.dataset.most);
    const words = form.querySelector(`#h-${CSS.escape(area.name)} .most`);
    const count = () => {
      const left = most - area.value.length;
      if (words && left < most / 4) words.textContent = said(area, left);
    };
    area.addEventListener("input", count);
  }

  for (const input of form.querySelectorAll("input[data-most-bytes]")) {
    input.addEventListener("change", () => {
      const tooBig = [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
      input.setCustomValidity(tooBig ? input.dataset.tooBig : "");
      if (tooBig) {
        input.reportValidity();
        input.value = "";
      }
    });
  }

  const saved = form.querySelector("[data-saved]");
  let timer = 0;
  let busy = false;
  let stopped = !form.dataset.checks;
  const keep = async () => {
    if (stopped || busy) return;
    busy = true;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "_remove") body.append(name, value);
    body.set("_page", form.dataset.page || "1");
    try {
      const reply = await fetch(form.dataset.draft, { method: "POST", body });
      if (reply.ok) {
        form.elements._version.value = (await reply.json()).version;
        saved.textContent = form.dataset.kept;
      } else if (reply.status === 409) {
        stopped = true;
        saved.textContent = form.dataset.stale;
      }
    } catch {
      saved.textContent = ""; // no connection: the next change tries again
    }
    busy = false;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    stopped = true;
    if (!busy) return;
    event.preventDefault(); // the draft on its way has a newer version: wait for it
    const button = event.submitter;
    const wait = setInterval(() => {
      if (busy) return;
      clearInterval(wait);
      form.requestSubmit(button);
    }, 50);
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

// A button that ticks all boxes of its form, or none, without a way to the office and back.
for (const button of document.querySelectorAll("button[data-tick]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of button.form.querySelectorAll(`input[type=checkbox][name="${button.dataset.tick}"]`)) {
      box.checked = button.value === "all";
    }
  });
}

// What is still being worked out is looked for again, unless somebody has begun to do something else on the page.
for (const form of document.querySelectorAll("form[data-again]")) {
  const again = setTimeout(() => form.submit(), Number(form.dataset.again));
  document.addEventListener("submit", () => clearTimeout(again));
}
