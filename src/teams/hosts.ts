// Which addresses outside we talk to. Compared on the parsed URL, never on its text.

/** True for a URL under one of `allowed`: same protocol, host and port, and a path below. Any Azure customer can have a name beside smba's, so no suffixes. */
export function isServiceUrlAllowed(url: string, allowed: readonly string[]): boolean {
  const given = parse(url);
  return given !== null && allowed.some((entry) => {
    const ours = parse(entry);
    return ours !== null && given.origin === ours.origin && isBelow(given.pathname, ours.pathname);
  });
}

/** True for https on port 443 at one of the `hosts` or below it; an entry with a protocol is an exact origin. */
export function isFileUrlAllowed(url: string, hosts: readonly string[]): boolean {
  const given = parse(url);
  if (!given) return false;
  return hosts.some((entry) => {
    if (entry.includes('://')) return given.origin === parse(entry)?.origin;
    const isHost = given.hostname === entry || given.hostname.endsWith(`.${entry}`);
    return isHost && given.protocol === 'https:' && given.port === '';
  });
}

function parse(url: string): URL | null {
  const parsed = URL.parse(url);
  return parsed && parsed.username === '' && parsed.password === '' ? parsed : null;
}

function isBelow(path: string, base: string): boolean {
  const trimmed = base.replace(/\/$/, '');
  return path === trimmed || path.startsWith(`${trimmed}/`);
}
