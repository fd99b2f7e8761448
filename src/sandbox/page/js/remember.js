// Small choices kept in this browser (theme, open panels). A browser that refuses storage only forgets them.

/** @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return localStorage.getItem(`la-desk.${key}`);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    localStorage.setItem(`la-desk.${key}`, value);
  } catch {
    // Private windows may refuse; nothing depends on it.
  }
}
