/** For tests of pictures: whether a text is well-formed XML as far as we write it. Throws where it is not. */

const TOKEN = /<\?xml[^>]*\?>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const BAD_TEXT = /&(?!(?:amp|lt|gt|quot);)|>|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** Names of the elements in the order they open. */
export function elementsOf(xml: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  let at = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(xml); match !== null; match = TOKEN.exec(xml)) {
    at = TOKEN.lastIndex;
    const [, slash, name, attributes = '', isEmpty, text] = match;
    if (text !== undefined && BAD_TEXT.test(text)) throw new Error(`text: ${text.slice(0, 80)}`);
    if (BAD_TEXT.test(attributes.replaceAll('>', ''))) throw new Error(`attributes: ${attributes}`);
    if (name === undefined) continue;
    if (slash === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${String(last)}>`);
      continue;
    }
    names.push(name);
    if (isEmpty !== '/') open.push(name);
  }
  if (at !== xml.length) throw new Error(`not XML: ${xml.slice(at, at + 80)}`);
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return names;
}
