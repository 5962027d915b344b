/**
 * The page's own font put into a picture: while a PNG is drawn the picture cannot ask the page for it, and a machine
 * without Korean fonts would draw boxes.
 */

/** Faces of the font for our own texts; what a learner types is in Latin letters, or in a font of the system. */
const OWN = /Lab Sans["']?$/;

function facesOfPage(): readonly CSSFontFaceRule[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule),
  );
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

async function faceText({ style, parentStyleSheet }: CSSFontFaceRule): Promise<string> {
  const source = /url\(["']?([^"')]+)["']?\)/.exec(style.getPropertyValue('src'))?.[1];
  if (source === undefined) return '';
  const address = new URL(source, parentStyleSheet?.href ?? document.baseURI);
  const response = await fetch(address);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const weight = style.getPropertyValue('font-weight') || 'normal';
  return `@font-face{font-family:Pretendard;font-weight:${weight};src:url(data:font/woff2;base64,${base64(bytes)})}`;
}

/** `svg` with the font in it; as it was where the font cannot be had. */
export async function withPageFont(svg: string): Promise<string> {
  const faces = facesOfPage().filter(({ style }) => OWN.test(style.getPropertyValue('font-family')));
  const texts = await Promise.all(faces.map((face) => faceText(face).catch(() => '')));
  return svg.replace('<title>', `<style>${texts.join('')}</style><title>`);
}
