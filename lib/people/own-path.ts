/** Only paths of this program: `//evil`, `\\evil` and `javascript:` are not (B092). */
export const ownPath = (next: string | undefined): string =>
  next && /^\/(?![/\\])[\x21-\x7E]*$/.test(next) ? next : '/';
