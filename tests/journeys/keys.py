"""Someone without a mouse: goes through pages with Tab and Enter, and notes every place where the focus cannot be followed."""

from collections.abc import Callable
from typing import Any

from tests.journeys.conftest import Person

MOST_STOPS = 400

# What stands in focus now, and what is wrong with it. The look without focus is known only after one has left, so each call judges
# the ring of the stop before. `seen` is what people see of a control: a hidden native input is drawn by its label.
LOOK = r"""(forward) => {
  const at = document.activeElement;
  const look = (element) => [null, '::before', '::after'].map((part) => {
    const style = getComputedStyle(element, part);
    const outline = style.outlineStyle === 'none' || /rgba\(.*, 0\)|transparent/.test(style.outlineColor) ? '' : style.outline;
    return style.boxShadow + outline;
  }).join('|');
  const name = (element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 150);
  const wrong = [];
  const before = window.lastStop;
  const still = before && before.at === at;  // a date has stops of its own inside
  if (before && before.seen.isConnected && !still && look(before.seen) === before.ring) wrong.push(`no ring on ${name(before.seen)}`);
  if (!still) window.lastStop = null;
  if (!at || at === document.body || at === document.documentElement) return {at: null, wrong};
  const drawnByLabel = ['radio', 'checkbox', 'file'].includes(at.type) && at.labels?.length;
  const small = drawnByLabel && (at.type !== 'file' || at.getBoundingClientRect().width < 4);
  const seen = small ? at.labels[0] : at;
  const rects = [...seen.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
  const whole = seen.getBoundingClientRect();
  if (!rects.length) wrong.push(`nothing to see of ${name(at)}`);
  const points = rects.flatMap((r) => [[r.left + r.width / 2, r.top + r.height / 2], [r.left + 3, r.top + 3], [r.right - 3, r.top + 3],
    [r.left + 3, r.bottom - 3], [r.right - 3, r.bottom - 3]]);
  const open = points.filter(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (seen.contains(hit) || hit.contains(seen) || hit.contains(at));
  });
  const fits = whole.height < innerHeight * 0.6 && whole.width <= innerWidth && at.localName !== 'textarea';  // there the caret is what counts
  if (rects.length && (fits ? open.length < points.length : !open.length)) {
    const [x, y] = points.find((point) => !open.includes(point));
    const over = document.elementFromPoint(x, y);
    wrong.push(`covered or outside the window: ${name(at)} at ${[whole.left, whole.top, whole.right, whole.bottom].map(Math.round)}`
      + ` of ${innerWidth} x ${innerHeight}, under ${over ? name(over).slice(0, 80) : 'the edge'}`);
  }
  const place = {left: whole.left + scrollX, right: whole.right + scrollX, top: whole.top + scrollY, bottom: whole.bottom + scrollY};
  const moves = (element) => { for (let e = element; e; e = e.parentElement) if (/sticky|fixed/.test(getComputedStyle(e).position)) return true; };
  const first = at.closest('#krds-skip-link');  // one lap is done
  if (before && before.seen.isConnected && forward && !still && !first) {
    const was = before.place;
    const sameColumn = place.left < was.right - 4 && place.right > was.left + 4;
    const sameRow = place.top < was.bottom - 4 && place.bottom > was.top + 4;
    const apart = moves(at) || moves(before.at);
    if (sameColumn && place.bottom <= was.top + 4 && !apart) wrong.push(`jumps up from ${name(before.at)} to ${name(at)}`);
    if (sameRow && place.right <= was.left + 4 && !apart) wrong.push(`jumps left from ${name(before.at)} to ${name(at)}`);
  }
  window.lastStop ??= {at, seen, ring: look(seen), place};
  const label = at.labels?.length ? at.labels[0].textContent : at.textContent;
  return {at: name(at), words: label.trim().replace(/\s+/g, ' ').slice(0, 80), wrong};
}"""
TO_THE_TOP = """() => {
  document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex');
  window.lastStop = null; window.scrollTo(0, 0);
}"""
MATCHES = "(selector) => document.activeElement.matches(selector)"


class Keys:
    """The keyboard of one person. What is wrong on the way is collected; `nothing_was_wrong()` says all of it at once."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.wrong = person, person.page, []
        self.stops = 0

    def presses(self, key: str, forward: bool = False) -> Any:
        """One key, and a look at where the focus is after it."""
        self.page.keyboard.press(key)
        return self.looks(forward)

    def looks(self, forward: bool = False) -> Any:
        stop = self.page.evaluate(LOOK, forward)
        self.stops += 1
        self.wrong += [f"{self.page.url}: {words}" for words in stop["wrong"] if f"{self.page.url}: {words}" not in self.wrong]
        return stop

    def goes_to(self, selector: str, back: bool = False) -> None:
        """Tab (or Shift+Tab) until the focus is on what the selector names."""
        met = []
        for _stop in range(MOST_STOPS):
            stop = self.presses("Shift+Tab" if back else "Tab", forward=not back)
            if stop["at"] and self.page.evaluate(MATCHES, selector):
                return
            if stop["at"] in met[-3:] and met.count(stop["at"]) > 2:
                break
            met.append(stop["at"])
        raise AssertionError(f"{self.page.url}: {selector} cannot be reached; the last stops: {met[-12:]}")

    def follows(self, selector: str, key: str = "Enter") -> None:
        """Go there, press it, wait for the page that answers."""
        self.goes_to(selector)
        self.answers(lambda: self.page.keyboard.press(key))

    def answers(self, act: Callable[[], Any]) -> None:
        """Do what opens another page."""
        with self.page.expect_navigation(wait_until="load"):
            act()

    def types(self, selector: str, words: str) -> None:
        """Go to a field and write in it, over what stood there."""
        self.goes_to(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def picks(self, selector: str, value: str) -> None:
        """Go to a closed list and step down to an option."""
        self.goes_to(selector)
        self.page.keyboard.press("Home")
        for _option in range(60):
            if self.value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} has no {value}")

    def chooses(self, name: str, value: str) -> None:
        """Go to a group of radio buttons and move to one of them with the arrows."""
        self.goes_to(f"input[name='{name}']")
        self.page.keyboard.press("Space")
        for _option in range(12):
            if self.value() == value:
                assert self.page.evaluate("document.activeElement.checked")
                return
            self.presses("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def value(self) -> str:
        return self.page.evaluate("document.activeElement.value")

    def walks_through(self) -> int:
        """One lap from the top of the page to its end, and one back: every stop is looked at, and nothing holds the focus."""
        self.person.look()
        return self._there_and_back()

    def walks_through_zoomed(self, times: int = 2) -> None:
        """The same with everything larger, where a window holds less of it and the columns stand below each other."""
        self.page.set_viewport_size({"width": 1280 // times, "height": 900 // times})
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px, {times} times as large"
        self._there_and_back()
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def _there_and_back(self) -> int:
        there, back = self._laps("Tab"), self._laps("Shift+Tab")
        assert abs(there - back) <= 1, f"{self.page.url}: {there} stops forward, {back} back"
        return there

    def _laps(self, key: str) -> int:
        self.page.evaluate(TO_THE_TOP)
        met: list[str] = []
        for _stop in range(MOST_STOPS):
            stop = self.presses(key, forward=key == "Tab")
            if met and (not stop["at"] or (len(met) > 1 and stop["at"] == met[0])):
                return len(met)
            met += [stop["at"]] if stop["at"] else []
        raise AssertionError(f"{self.page.url}: the focus never leaves the page; the last stops: {met[-8:]}")

    def stands_on(self, selector: str) -> bool:
        return self.page.evaluate(MATCHES, selector)

    def skips_to_the_content(self) -> None:
        """The first stop of a page jumps over the header: the next one is in the content."""
        assert self.presses("Tab")["words"] == "본문 바로가기"
        self.page.keyboard.press("Enter")
        self.presses("Tab")
        assert self.page.evaluate("document.activeElement.closest('main') !== null"), "the skip link does not skip"

    def checks_the_error_summary(self) -> None:
        """It has the focus when the page opens; each of its links takes the focus to a field, which can be seen."""
        assert self.stands_on(".error-summary"), self.page.inner_text("main")[:600]
        self.looks()
        links = self.page.locator(".error-summary a").count()
        assert links
        for at in range(links):
            self.page.evaluate("document.querySelector('.error-summary').focus()")
            for _link in range(at + 1):
                self.presses("Tab")
            aim = self.page.evaluate("document.activeElement.hash.slice(1)")
            stop = self.presses("Enter")
            field = self.page.evaluate(
                "(aim) => document.activeElement.matches('input, select, textarea')"
                " && (document.activeElement.id === aim || !!document.activeElement.closest(`[id='${aim}']`))", aim)
            assert field, f"the link to {aim} led to {stop}"

    def folds_out(self, selector: str) -> None:
        """Open what is folded away, with Enter on its line."""
        self.goes_to(f"{selector} > summary")
        self.presses("Enter")
        assert self.page.locator(selector).first.evaluate("fold => fold.open"), selector

    def nothing_was_wrong(self) -> None:
        assert not self.wrong, "\n".join(self.wrong)
