// Before the page is painted: scripts are on, and the reader's text size is kept.
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  try {
    const size = localStorage.getItem("text-size");
    if (size) page.classList.add(`size-${size}`);
  } catch { /* a browser that keeps nothing still shows the page */ }
})();
