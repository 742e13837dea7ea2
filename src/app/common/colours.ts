/** A colour of the stylesheet as a canvas takes it. It depends on the theme: only a computed style at `element` tells what it is. */
export function resolvedColour(element: HTMLElement, colour: string): string {
  const before = element.style.color;
  element.style.color = colour;
  const { color } = getComputedStyle(element);
  element.style.color = before;
  return color;
}
