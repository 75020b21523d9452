// Copies what stands beside a button, shares the page, and tells readers inside WeChat what opens elsewhere.
// The texts are there without this; its buttons keep their place, unseen, until they work.
const said = document.createElement("p");
const SAID_MS = 2500;

function say(words) {
  said.textContent = "";
  setTimeout(() => (said.textContent = words), 50);
}

async function write(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  field.readOnly = true;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (!isCopied) throw new Error("the browser does not let a script copy");
}

function tell(button, words) {
  const label = button.firstChild;
  const before = button.dataset.label || label.textContent;
  button.dataset.label = before;
  label.textContent = words;
  say(words);
  setTimeout(() => (label.textContent = before), SAID_MS);
}

function copy(button) {
  write(button.dataset.copy).then(
    () => tell(button, button.dataset.copied),
    () => tell(button, button.dataset.failed),
  ).then(() => button.focus());
}

function share(button) {
  // Who closes the browser's own dialogue has changed their mind: nothing to say.
  navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
}

said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);
document.querySelectorAll("[data-copy]").forEach((button) => (button.disabled = false));
if (navigator.share) document.querySelectorAll("[data-share]").forEach((button) => (button.hidden = false));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-share]");
  if (button) button.dataset.copy ? copy(button) : share(button);
});
if (/MicroMessenger/i.test(navigator.userAgent)) {
  document.documentElement.dataset.inside = "wechat";
  document.querySelectorAll("[data-wechat]").forEach((line) => (line.hidden = false));
}
// Paper unfolds nothing: what is folded is printed open, and folded again.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  unfolded.forEach((one) => (one.open = true));
});
addEventListener("afterprint", () => unfolded.forEach((one) => (one.open = false)));
