import { dec, settle, toText } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import type { Basis } from './rows.ts';

/** The content of a lot as a record may take it: `percent` is what the weighed substance really holds. */
export interface ContentInUse {
  percent: string;
  /** As on the certificate. */
  stated: string;
  basis: Basis;
  /** Loss on drying or water (%) that was taken off; null when nothing had to be. */
  loss: string | null;
}

/**
 * Content of what is weighed: a content on the dried (按干燥品计) or anhydrous (按无水物计) basis holds as stated when the substance was
 * dried before use, and × (100 − loss) ÷ 100 when it was not (ChP 凡例).
 * @throws Refusal `material.loss` when the loss is needed and not known
 */
export function contentInUse(lot: {
  content: string;
  basis: Basis;
  /** Loss on drying or water, %. */
  loss?: string | null;
  driedBeforeUse: boolean;
}): ContentInUse {
  const { content, basis, loss = null, driedBeforeUse } = lot;
  if (basis === 'as-is' || (basis === 'dried' && driedBeforeUse))
    return { percent: content, stated: content, basis, loss: null };
  const known = loss ?? refuse('material.loss', { basis }, 'loss');
  const percent = toText(
    settle(
      dec(content)
        .times(dec('100').minus(dec(known)))
        .div('100'),
    ),
  );
  return { percent, stated: content, basis, loss: known };
}
