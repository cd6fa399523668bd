/* global document, getComputedStyle, NodeFilter, HTMLElement */
// Functions that run in the page. Each stands alone, because a browser gets its text.

/** What is wrong with the page as a person sees it. */
function faultsInPage() {
  const faults = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page scrolls sideways: ${scrollWidth} of ${clientWidth} pixels`);
  const colorOf = (text) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return text === 'transparent' || text === 'none' ? [0, 0, 0, 0] : [red, green, blue, alpha];
  };
  const luminance = ([red, green, blue]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const backgroundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = colorOf(getComputedStyle(at).backgroundColor);
      if (color[3] === 1) return color;
    }
    return [255, 255, 255, 1];
  };
  const say = (text) => (text ?? '').trim().slice(0, 40);
  const judge = (color, background, text) => {
    const ratio = contrast(colorOf(color), background);
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${say(text)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || say(node.textContent) === '' || parent.closest('svg') !== null) continue;
    judge(getComputedStyle(parent).color, backgroundOf(parent), node.textContent);
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (say(svg.querySelector('title')?.textContent ?? '') === '') faults.push('a picture without a title');
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const rects = [...svg.querySelectorAll('.box')].map((box) => ({
      box,
      area: box.querySelector('rect')?.getBoundingClientRect(),
    }));
    rects.forEach(({ area: one }, index) => {
      for (const { area: other } of rects.slice(index + 1)) {
        if (one === void 0 || other === void 0) continue;
        const isApart =
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        if (!isApart) faults.push('two boxes overlap');
      }
    });
    const whole = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll('text')) {
      const { fontSize, fill } = getComputedStyle(text);
      if (parseFloat(fontSize) * scale < 9) faults.push(`${fontSize} at a scale of ${scale}: ${say(text.textContent)}`);
      const rect = text.closest('.box')?.querySelector('rect');
      const around = rect?.getBoundingClientRect() ?? whole;
      const own = text.getBoundingClientRect();
      const isInside =
        own.left >= around.left - 1 &&
        own.right <= around.right + 1 &&
        own.top >= around.top - 2 &&
        own.bottom <= around.bottom + 2;
      if (!isInside) faults.push(`outside of its ${rect === void 0 ? 'picture' : 'box'}: ${say(text.textContent)}`);
      judge(
        fill,
        rect === null || rect === undefined ? backgroundOf(svg) : colorOf(getComputedStyle(rect).fill),
        text.textContent,
      );
    }
  }
  for (const region of document.querySelectorAll('.scroll, pre'))
    if (region.getAttribute('tabindex') !== '0' || (region.getAttribute('aria-label') ?? '') === '')
      faults.push('a region that scrolls, but not with the keyboard');
  return [...new Set(faults)].slice(0, 200);
}

function widest() {
  return document.documentElement.scrollWidth;
}

function background() {
  return getComputedStyle(document.body).backgroundColor;
}

function unfold() {
  for (const one of document.querySelectorAll('details')) one.setAttribute('open', '');
}

function scrolled() {
  return document.activeElement?.scrollLeft ?? 0;
}

function focusOnWide() {
  const wide = [...document.querySelectorAll('.scroll')].find((one) => one.scrollWidth > one.clientWidth);
  if (!(wide instanceof HTMLElement)) return false;
  wide.focus();
  return document.activeElement === wide;
}

module.exports = { faultsInPage, widest, background, unfold, scrolled, focusOnWide };
