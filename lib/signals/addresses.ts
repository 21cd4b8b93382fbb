/** An address with what it asks for; what is absent is left out. */
export function address(path: string, asked: object): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' || value === false
      ? []
      : [[name, value === true ? 'true' : String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** The batches behind a figure. */
export const batchesAddress = (asked: object): string => address('/signals/batches', asked);
