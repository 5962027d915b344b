/** The theme's colours as they are now, for what leaves the page and takes no style sheet with it. */
export function themeColours(): (token: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(`--${token}`).trim() || 'gray';
}
