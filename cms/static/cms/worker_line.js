// Shows the red line while the worker is gone, and takes it away again. Asks the CMS every 20 seconds.
(() => {
  const SECONDS = 20;
  const address = document.currentScript.dataset.workerLine;
  let line = null;

  const show = (words) => {
    if (!words) {
      line?.remove();
      line = null;
      return;
    }
    const main = document.querySelector("main");
    if (!main) return;
    if (!line) {
      line = document.createElement("p");
      line.className = "ponte-worker-line";
      line.setAttribute("role", "alert");
      main.prepend(line);
    }
    if (line.textContent !== words) line.textContent = words;
  };

  const ask = async () => {
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.ok && !answer.redirected) show((await answer.json()).words);
    } catch {
      // The CMS itself does not answer: the browser says so at the next click.
    }
  };

  if (!document.querySelector("#wagtail-sidebar")) return; // nobody is logged in here
  ask();
  setInterval(() => document.hidden || ask(), SECONDS * 1000);
})();
